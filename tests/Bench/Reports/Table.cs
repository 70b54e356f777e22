using System.Globalization;
using System.Text;
using Moi.Bench.Figures;

namespace Moi.Bench.Reports;

/// <summary>The results as a table of Markdown, which can be read as it is.</summary>
internal static class Table
{
    private static readonly string[] Head = ["row", "work", "broker", "min", "median", "max", "floor", "ratio", "aim", ""];

    /// <summary>Writes the table.</summary>
    public static string Of(IEnumerable<Result> results)
    {
        string[][] lines = [Head, .. results.Select(Line)];
        int[] widths = [.. Enumerable.Range(0, Head.Length).Select(column => lines.Max(line => line[column].Length))];
        StringBuilder text = new();
        Append(text, lines[0], widths);
        Append(text, [.. widths.Select(width => new string('-', Math.Max(1, width)))], widths);
        foreach (string[] line in lines.Skip(1))
        {
            Append(text, line, widths);
        }

        return text.ToString();
    }

    private static string[] Line(Result result)
    {
        Row row = result.Row;
        string Show(double? value) => value is { } figure ? Figure.Show(figure, row.Unit) : "-";
        return
        [
            row.Name,
            row.Work,
            result.Broker,
            Show(result.Values?.Least),
            Show(result.Values?.Median),
            Show(result.Values?.Most),
            Show(result.Floor?.Median),
            result.Ratio is { } ratio ? ratio.ToString("0.00", CultureInfo.InvariantCulture) : "-",
            row.Aim.Show(row.Unit),
            result.Failure ?? string.Join("; ", new[] { result.IsMet == false ? "missed" : null, result.Note }.Where(text => text is not null)),
        ];
    }

    private static void Append(StringBuilder text, string[] cells, int[] widths)
    {
        text.Append('|');
        for (int i = 0; i < cells.Length; i++)
        {
            text.Append(' ').Append(cells[i].Replace("|", "\\|", StringComparison.Ordinal).PadRight(widths[i])).Append(" |");
        }

        text.Append('\n');
    }
}
