using System.Text.Json;

namespace Moi.Protocol.Filters;

/// <summary>The key's text fits a wildcard pattern: PowerShell's -like.</summary>
public sealed record LikeFilter : KeyFilter
{
    /// <summary>Makes the condition.</summary>
    public LikeFilter(KeyPath key, LikePattern pattern, bool ignoreCase)
        : base(key)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        Pattern = pattern;
        IgnoreCase = ignoreCase;
    }

    /// <summary>The pattern, for the whole text.</summary>
    public LikePattern Pattern { get; }

    /// <summary>Whether upper and lower case are the same.</summary>
    public bool IgnoreCase { get; }

    private protected override bool Holds(JsonElement? value) =>
        value is { } present
        && ValueComparison.TryGetText(present, out string? text)
        && Pattern.IsMatch(text, IgnoreCase);
}
