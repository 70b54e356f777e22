using Moi.PowerShell.Fleet;

namespace Moi.PowerShell;

/// <summary>What one remote answered. The next Moi command in a pipeline goes to the remotes whose result succeeded.</summary>
public abstract class MoiResult : IStaged
{
    /// <summary>The remote's address.</summary>
    public required string Address { get; init; }

    /// <summary>The remote's name.</summary>
    public required string Name { get; init; }

    /// <summary>The remote's lasting identity.</summary>
    public required string Id { get; init; }

    /// <summary>Whether what was asked was done.</summary>
    public bool Success { get; init; } = true;

    Stage? IStaged.Stage { get; set; }
}
