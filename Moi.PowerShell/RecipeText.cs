using System.Management.Automation;
using System.Text;
using System.Text.RegularExpressions;
using Moi.Protocol.Filters;

namespace Moi.PowerShell;

/// <summary>What the functions made of recipes compute; for scripts of one's own too: <c>[Moi.PowerShell.RecipeText]::Quote($x)</c>.</summary>
public static partial class RecipeText
{
    /// <summary>The name of <see cref="Quote"/>, as scripts call it.</summary>
    internal const string QuoteMethod = nameof(Quote);

    /// <summary>What a shell would read as something else than a word, where a command may begin.</summary>
    private static readonly string[] ReservedWords =
    [
        "case", "coproc", "do", "done", "elif", "else", "esac", "fi", "for", "function", "if", "in", "select", "then", "time", "until", "while",
    ];

    /// <summary>
    /// A value as one word for <c>/bin/sh</c>, which sees exactly the value, whatever is in it. A plain word stays as it is. A value that
    /// begins with <c>-</c> is still an option to the program that gets it.
    /// </summary>
    /// <exception cref="MoiException">It has a NUL character, which no argument can have.</exception>
    public static string Quote(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Contains('\0', StringComparison.Ordinal))
        {
            throw new MoiException("A command's argument cannot have a NUL character in it.");
        }

        bool isPlain = value.Length > 0 && value.All(IsPlain) && !value.All(char.IsAsciiDigit) && !ReservedWords.Contains(value, StringComparer.Ordinal);

        // Commands go out with the line ends of Unix; a carriage return of the value is made on the remote.
        return isPlain
            ? value
            : $"'{value.Replace("'", "'\\''", StringComparison.Ordinal).Replace("\r", "'\"$(printf '\\r')\"'", StringComparison.Ordinal)}'";
    }

    /// <summary>A path's last part: <c>tree_1.7.0.deb</c> of <c>/srv/tree_1.7.0.deb</c>.</summary>
    public static string Base(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        char[] separators = OperatingSystem.IsWindows() ? ['/', '\\'] : ['/'];
        string trimmed = path.TrimEnd(separators);
        return trimmed[(trimmed.LastIndexOfAny(separators) + 1)..];
    }

    /// <summary>A path's last part without its extension, which begins with a letter: <c>foo-1.2</c> of <c>foo-1.2.tar.gz</c> and of <c>foo-1.2</c>.</summary>
    public static string Stem(string path)
    {
        string name = Base(path);
        return Extension().Match(name) is { Success: true, Index: > 0 } extension ? name[..extension.Index] : name;
    }

    /// <summary>
    /// The name of the package that a file holds, as a key: everything up to the first dash or underscore that is followed by a digit,
    /// without the extension. What cannot stand in a key is <c>_</c>: <c>lua5_2</c> of <c>lua5.2-5.2.3.deb</c>.
    /// </summary>
    /// <remarks>
    /// The version may begin with a <c>v</c> (<c>tool-v1.2.tgz</c>), the underscore of <c>x86_64</c> is none, and a .deb or .ipk has its
    /// version behind the first underscore (<c>libgtk-3-0_3.24.deb</c>).
    /// </remarks>
    public static string Package(string path)
    {
        string stem = Stem(path);
        string name = (VersionIn(path, stem) is { } version ? stem[..version.Index] : stem).TrimEnd('-', '_');
        StringBuilder key = new(name.Length);
        foreach (Rune c in name.EnumerateRunes())
        {
            key.Append(c.IsAscii && (char.IsAsciiLetterOrDigit((char)c.Value) || c.Value is '-' or '_') ? (char)c.Value : '_');
        }

        return key.ToString();
    }

    /// <summary>The version of the package that a file holds: what follows its name, without the extension. Null where there is none.</summary>
    public static string? Version(string path)
    {
        string stem = Stem(path);
        return VersionIn(path, stem)?.Groups["version"].Value;
    }

    /// <summary>The condition that a recipe's function asks with: the recipe's own, and what its user gave to -Filter. Null for none.</summary>
    /// <param name="function">The function's $PSCmdlet: variables in a filter's block are those of its caller.</param>
    /// <param name="given">A text, a block, a filter, or null.</param>
    /// <param name="own">The recipe's own conditions.</param>
    /// <exception cref="PSInvalidCastException">One of them is no filter.</exception>
    public static MoiFilter? Filter(PSCmdlet function, object? given, params string[] own)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(own);
        List<MoiFilter> filters = [.. own.Select(text => new MoiFilter(text))];
        switch (given is PSObject wrapped ? wrapped.BaseObject : given)
        {
            case null:
                break;
            case MoiFilter filter:
                filters.Add(filter);
                break;
            case ScriptBlock block:
                filters.Add(new MoiFilter(block, function.SessionState));
                break;
            case var text:
                filters.Add(new MoiFilter(text.ToString()!));
                break;
        }

        return filters switch
        {
            [] => null,
            [MoiFilter only] => only,
            _ => new MoiFilter(new AllFilter(filters.Select(filter => filter.Tree))),
        };
    }

    /// <summary>That a recipe lacks an argument, for ThrowTerminatingError.</summary>
    /// <param name="recipe">The recipe's name.</param>
    /// <param name="help">Its help.</param>
    /// <param name="number">Which argument, from 1.</param>
    /// <param name="parameter">The argument's name.</param>
    public static ErrorRecord Missing(string recipe, string help, int number, string parameter) =>
        Errors.RecipeArgumentMissing(recipe, help, number, parameter);

    /// <summary>That a file's name says no version, for ThrowTerminatingError.</summary>
    /// <param name="recipe">The recipe's name.</param>
    /// <param name="help">Its help.</param>
    /// <param name="path">The file.</param>
    public static ErrorRecord NoVersion(string recipe, string help, string path) => Errors.NoVersion(recipe, help, path);

    /// <summary>Whether a character means nothing to a shell, wherever in a word it stands.</summary>
    internal static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '@' or '%' or '+' or ':' or ',' or '.' or '/' or '-';

    private static Match? VersionIn(string path, string stem)
    {
        Match found = IsDebian().IsMatch(path) && AfterUnderscore().Match(stem) is { Success: true } debian ? debian : AfterDash().Match(stem);
        return found.Success ? found : null;
    }

    /// <summary>A last part that begins with a letter, or is 7z; with a .tar before it.</summary>
    [GeneratedRegex(@"(\.tar)?\.([A-Za-z][A-Za-z0-9]*|7z)\z")]
    private static partial Regex Extension();

    [GeneratedRegex(@"\.(deb|udeb|ipk)\z")]
    private static partial Regex IsDebian();

    [GeneratedRegex(@"_(?<version>[0-9].*)\z", RegexOptions.Singleline)]
    private static partial Regex AfterUnderscore();

    /// <summary>A dash or underscore and a digit, perhaps with a v between. Not inside x86_64, and v4l is no version.</summary>
    [GeneratedRegex(@"(?<!x86)[-_](v(?=[0-9]+([-_.]|$)))?(?<version>[0-9].*)\z|(?<=x86)[-_](?!64([-_.]|$))(?<version>[0-9].*)\z", RegexOptions.Singleline)]
    private static partial Regex AfterDash();
}
