using Moi.Protocol.Asking;

namespace Moi.PowerShell;

/// <summary>A remote whose keys were changed.</summary>
public sealed class MoiKeyResult : MoiResult
{
    /// <summary>The keys that were written or erased.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    internal static MoiKeyResult Of(Outcome outcome, IReadOnlyList<string> keys) => new()
    {
        Address = outcome.Address,
        Name = outcome.Name,
        Id = outcome.Id,
        Key = keys,
    };
}
