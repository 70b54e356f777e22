using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace Moi.Shell;

/// <summary>Writes the call of a script with the arguments of a command line as PowerShell text.</summary>
internal static partial class ScriptCall
{
    /// <summary>
    /// Writes the call. Dot-sourced as by pwsh -File; by its script block, because a script called by its path would
    /// keep its <c>exit</c> to itself.
    /// </summary>
    /// <param name="path">The full path of the script.</param>
    /// <param name="arguments"><c>-Name</c>, <c>-Name:value</c>, <c>-Switch:$false</c>; all else is values.</param>
    /// <returns>The text.</returns>
    public static string Text(string path, IEnumerable<string> arguments)
        => $". $ExecutionContext.InvokeCommand.GetCommand({Quote(path)}, 'ExternalScript').ScriptBlock"
            + string.Concat(arguments.Select(argument => $" {Argument(argument)}"));

    private static string Argument(string argument)
    {
        Match name = ParameterName().Match(argument);
        if (!name.Success)
        {
            return Quote(argument);
        }

        string value = argument[name.Length..];
        return name.Value + (value.Length == 0 ? "" : BooleanOrText(value));
    }

    private static string BooleanOrText(string text)
        => bool.TryParse(text.StartsWith('$') ? text[1..] : text, out bool value) ? $"${value}" : Quote(text);

    private static string Quote(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    /// <summary>A name, ended by a colon that goes with a value or by the end.</summary>
    [GeneratedRegex("^-[A-Za-z_][A-Za-z0-9_]*(?::|\\z)")]
    private static partial Regex ParameterName();
}
