using System.Text.Json;

namespace Moi.Protocol.Filters;

/// <summary>The key's text starts with a prefix, case included: <c>K=V#</c>.</summary>
public sealed record StartsWithFilter : KeyFilter
{
    /// <summary>Makes the condition.</summary>
    /// <exception cref="ArgumentException">The prefix is too long or not well-formed UTF-16.</exception>
    public StartsWithFilter(KeyPath key, string prefix)
        : base(key) =>
        Prefix = FilterText.Check(prefix, FilterLimits.MaxValueLength, "prefix");

    /// <summary>What the text starts with; the empty prefix fits every text.</summary>
    public string Prefix { get; }

    private protected override bool Holds(JsonElement? value) =>
        value is { } present
        && ValueComparison.TryGetText(present, out string? text)
        && text.StartsWith(Prefix, StringComparison.Ordinal);
}
