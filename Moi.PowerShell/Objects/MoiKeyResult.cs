namespace Moi.PowerShell;

/// <summary>A remote whose keys were changed.</summary>
public sealed class MoiKeyResult : MoiResult
{
    /// <summary>The keys that were written or erased.</summary>
    public required IReadOnlyList<string> Key { get; init; }
}
