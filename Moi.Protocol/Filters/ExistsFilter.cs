using System.Text.Json;

namespace Moi.Protocol.Filters;

/// <summary>The key is there: <c>K</c>.</summary>
public sealed record ExistsFilter : KeyFilter
{
    /// <summary>Makes the condition.</summary>
    public ExistsFilter(KeyPath key)
        : base(key)
    {
    }

    private protected override bool Holds(JsonElement? value) => value is not null;
}
