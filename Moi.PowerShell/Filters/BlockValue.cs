using Moi.Protocol.Filters;

namespace Moi.PowerShell.Filters;

/// <summary>What a key is compared with.</summary>
/// <param name="Values">The values.</param>
/// <param name="IsList">Whether it is a list, if only of one.</param>
internal sealed record BlockValue(IReadOnlyList<FilterValue> Values, bool IsList);
