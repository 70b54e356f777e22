using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace Moi.PowerShell.Internal;

/// <summary>What the views compute. Not for anyone else; public because views can call nothing else.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ViewText
{
    private const int AddressWidth = 15;
    private const int NameWidth = 16;
    private const int KeyWidth = 12;

    /// <summary>The heads of a table of remotes and their keys. A view's own heads are the same for all; the keys are not.</summary>
    [Hidden]
    public static string KeyHeads(MoiRemote remote)
    {
        ArgumentNullException.ThrowIfNull(remote);
        return Row(remote, "Address", "Name", pair => pair.Key);
    }

    /// <summary>What underlines <see cref="KeyHeads"/>.</summary>
    [Hidden]
    public static string KeyLines(MoiRemote remote)
    {
        ArgumentNullException.ThrowIfNull(remote);
        return Row(remote, "-------", "----", pair => new string('-', pair.Key.Length));
    }

    /// <summary>A remote below <see cref="KeyHeads"/>. A value wider than its column moves the others; a missing key is <c>null</c>.</summary>
    [Hidden]
    public static string KeyRow(MoiRemote remote)
    {
        ArgumentNullException.ThrowIfNull(remote);
        return Row(remote, remote.Address, remote.Name, pair => Value(pair.Value));
    }

    /// <summary>What a command wrote: its output, and where it failed what it complained of.</summary>
    [Hidden]
    public static string Output(MoiRunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        string ending = result.Ending switch
        {
            MoiRunEnding.TimedOut => "[killed when its time was up]",
            MoiRunEnding.Stopped => "[stopped]",
            _ => string.Empty,
        };
        IEnumerable<string> parts = result.Success
            ? [result.Stdout.Length > 0 ? result.Stdout : result.Stderr]
            : [result.Stdout, result.Stderr, ending];
        return Printable(string.Join('\n', parts.Where(part => part.Length > 0)));
    }

    /// <summary>The end of a text that is too long for its column: of a path, that is what tells it from others.</summary>
    [Hidden]
    public static string Ending(string text, int width)
    {
        string printable = Printable(text);
        return printable.Length <= width ? printable : $"\u2026{printable[^(width - 1)..]}";
    }

    /// <summary>What a job wrote: its output, and where it failed what it complained of, or why it never ran.</summary>
    [Hidden]
    public static string JobOutput(MoiJobResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        IEnumerable<string> parts = result.Success
            ? [result.Stdout.Length > 0 ? result.Stdout : result.Stderr]
            : [result.Stdout, result.Stderr, result.Reason ?? string.Empty];
        return Printable(string.Join('\n', parts.Where(part => part.Length > 0)));
    }

    /// <summary>A line of output: who wrote it, and what; with a mark where it complains.</summary>
    [Hidden]
    public static string Line(MoiOutputLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        string mark = line.Stream == "stderr" ? "!" : " ";
        string leftOut = line.BytesLeftOut > 0 ? $"[... {line.BytesLeftOut} bytes left out ...] " : string.Empty;
        return Printable($"{line.Address,-15} {line.Name,-16}{mark}{leftOut}{line.Line}");
    }

    /// <summary>A span of time in milliseconds, such as <c>1.2 ms</c>.</summary>
    [Hidden]
    public static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms");

    /// <summary>A moment by the operator's clock, to the millisecond; nothing where it is not known.</summary>
    [Hidden]
    public static string LocalTime(DateTimeOffset? time) =>
        time?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) ?? string.Empty;

    /// <summary>What stands above the output of equal results: who they are of, how many they are, and how they failed.</summary>
    [Hidden]
    public static string GroupHead(MoiResultGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        const int Named = 20;
        string names = string.Join(", ", group.Names.Take(Named));
        string more = group.Count > Named ? $" and {group.Count - Named} more" : string.Empty;
        string ending = group.ExitCode is { } code and not 0 ? $", exit code {code}" : string.Empty;
        return Printable($"{names}{more} ({group.Count}){ending}").ReplaceLineEndings(" ");
    }

    /// <summary>A line below <see cref="GroupHead"/>.</summary>
    [Hidden]
    public static string GroupLine(MoiResultGroup group) => new('-', Math.Min(GroupHead(group).Length, 79));

    /// <summary>The value of a property or key for people.</summary>
    [Hidden]
    public static string ValueOf(object? value) => Value(value);

    /// <summary>A text of a remote without what would steer the terminal. The properties keep it as it came.</summary>
    [Hidden]
    public static string Printable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder printable = new(text.Length);
        foreach (char c in text)
        {
            if (c != '\r')
            {
                printable.Append((char.IsControl(c) && c is not ('\n' or '\t')) || TurnsText(c) ? '\uFFFD' : c);
            }
        }

        return printable.ToString();
    }

    /// <summary>Whether a character makes those after it be shown in another order, so that a text seems to say something else.</summary>
    private static bool TurnsText(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static string Row(MoiRemote remote, string address, string name, Func<KeyValuePair<string, object?>, string> cell)
    {
        IEnumerable<string> cells = remote.Keys.Select(pair => cell(pair).PadRight(Math.Max(KeyWidth, pair.Key.Length)));
        string row = $"{address.PadRight(AddressWidth)} {name.PadRight(NameWidth)} {string.Join(' ', cells)}";
        return Printable(row).ReplaceLineEndings(" ").TrimEnd();
    }

    private static string Value(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        object?[] items => $"[{string.Join(",", items.Select(Value))}]",
        PSObject { BaseObject: PSCustomObject } fields =>
            $"{{{string.Join(",", fields.Properties.Select(field => $"{field.Name}:{Value(field.Value)}"))}}}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };
}
