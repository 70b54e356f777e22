using System.Globalization;
using System.Security;
using System.Text;
using Moi.Bench.Figures;

namespace Moi.Bench.Reports;

/// <summary>A bar for each row that has a floor: how many times as long it takes. The line stands at the aim of two.</summary>
internal static class Picture
{
    private const int Width = 900;
    private const int Left = 380;
    private const int Right = 90;
    private const int LineHeight = 24;
    private const int Top = 40;
    private const double Aim = 2;

    /// <summary>Draws it.</summary>
    public static string Of(IEnumerable<Result> results)
    {
        Result[] drawn = [.. results.Where(result => result.Ratio is not null)];
        double most = Math.Max(Aim * 1.5, drawn.Select(result => result.Ratio!.Value).DefaultIfEmpty(0).Max());
        double scale = (Width - Left - Right) / most;
        int height = Top + (drawn.Length * LineHeight) + 20;
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" viewBox="0 0 {Width} {height}" font-family="sans-serif" font-size="13">
            <rect width="100%" height="100%" fill="#fff"/>
            <text x="12" y="22" font-weight="bold">Times the floor (bare MQTTnet on the same broker), medians; less is better</text>

            """);
        for (int i = 0; i < drawn.Length; i++)
        {
            Draw(svg, drawn[i], Top + (i * LineHeight), scale);
        }

        double line = Left + (Aim * scale);
        svg.Append(CultureInfo.InvariantCulture, $"""
            <line x1="{line:0.#}" y1="{Top - 8}" x2="{line:0.#}" y2="{height - 12}" stroke="#b00" stroke-dasharray="4 3"/>
            </svg>

            """);
        return svg.ToString();
    }

    private static void Draw(StringBuilder svg, Result result, int y, double scale)
    {
        double ratio = result.Ratio!.Value;
        string label = SecurityElement.Escape($"{result.Row.Work}, {result.Broker}")!;
        string colour = result.IsMet == false ? "#c8743c" : "#4a7db5";
        svg.Append(CultureInfo.InvariantCulture, $"""
            <text x="{Left - 8}" y="{y + 15}" text-anchor="end" font-size="11">{label}</text>
            <rect x="{Left}" y="{y + 3}" width="{ratio * scale:0.#}" height="{LineHeight - 8}" fill="{colour}"/>
            <text x="{Left + (ratio * scale) + 6:0.#}" y="{y + 15}">{ratio:0.00} ({Figure.Show(result.Values!.Median, result.Row.Unit)})</text>

            """);
    }
}
