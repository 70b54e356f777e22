using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Moi.PowerShell.Recipes;

/// <summary>What the parameters of a recipe's function are called.</summary>
internal static partial class ParameterNames
{
    /// <summary>Those that every recipe's function has, and its variables; and what means something to PowerShell.</summary>
    private static readonly HashSet<string> Taken = new(
        [
            "Name", "Group", "Filter", "InputObject", "Connection", "WhatIf", "Confirm", "wi", "cf",
            "piped", "to", "on", "at", "plan", "text", "remote", "selector", "through",
            "args", "error", "event", "false", "foreach", "home", "host", "input", "matches", "null", "pid", "profile", "pwd", "switch", "this", "true",
            "MyInvocation", "PSItem", "PSCmdlet", "PSBoundParameters", "ExecutionContext", "LastExitCode", "Sender", "ShellId", "StackTrace",
            "ErrorActionPreference", "ConfirmPreference", "WhatIfPreference", "PSDefaultParameterValues",
            .. Cmdlet.CommonParameters,
            "vb", "db", "ea", "wa", "infa", "ev", "wv", "iv", "ov", "ob", "pv", "proga",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a recipe can call one of its arguments that.</summary>
    public static bool IsUsable(string name) => name.Length is > 0 and <= 40
        && char.IsAsciiLetter(name[0])
        && name.All(char.IsAsciiLetterOrDigit)
        && !Taken.Contains(name)
        && !Numbered().IsMatch(name);

    /// <summary>The names of a recipe's arguments: those it gives, then Arg2 and so on.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> given, int count) =>
        [.. Enumerable.Range(1, count).Select(number => number <= given.Count ? given[number - 1] : $"Arg{number}")];

    /// <summary>What the function calls the arguments without a name, and what it computes.</summary>
    [GeneratedRegex("^(arg|stage|base|stem|package|version)[0-9]+$", RegexOptions.IgnoreCase)]
    private static partial Regex Numbered();
}
