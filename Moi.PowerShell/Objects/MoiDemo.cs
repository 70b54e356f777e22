namespace Moi.PowerShell;

/// <summary>A demo fleet that runs inside this process.</summary>
public sealed class MoiDemo
{
    /// <summary>The broker's address, on loopback.</summary>
    public required string Broker { get; init; }

    /// <summary>The broker's port.</summary>
    public required int Port { get; init; }

    /// <summary>The names of the remotes that run.</summary>
    public required IReadOnlyList<string> Remotes { get; init; }

    /// <summary>The temporary folder that the remotes live in; gone after Stop-MoiDemo.</summary>
    public required string Folder { get; init; }
}
