namespace Moi.PowerShell;

/// <summary>A group: a remembered set of remotes that must all answer.</summary>
public sealed class MoiGroup
{
    /// <summary>The group's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its members, with the addresses and names they have now, or had when they were last heard of.</summary>
    public required IReadOnlyList<MoiRemote> Members { get; init; }

    /// <summary>How many members it has.</summary>
    public int Count => Members.Count;
}
