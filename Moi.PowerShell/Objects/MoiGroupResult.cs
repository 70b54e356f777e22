using Moi.Protocol.Asking;

namespace Moi.PowerShell;

/// <summary>A remote that joined a group, or left it.</summary>
public sealed class MoiGroupResult : MoiResult
{
    /// <summary>The group.</summary>
    public required string Group { get; init; }

    internal static MoiGroupResult Of(Outcome outcome, string group) => new()
    {
        Address = outcome.Address,
        Name = outcome.Name,
        Id = outcome.Id,
        Group = group,
    };
}
