using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Moi.Daemon.Jobs;

namespace Moi.Daemon.Demo;

/// <summary>What a demo fleet is made of.</summary>
public sealed record DemoOptions
{
    /// <summary>How many remotes there are; the first four are the seed's frodo, bilbo, merry and pippin.</summary>
    public int Count { get; init; } = 4;

    /// <summary>The port of the broker on loopback; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>Where the demo's files go; the folder must not be there yet, is made, and deleted in the end. Null for one in the system's temporary folder.</summary>
    public string? Folder { get; init; }

    /// <summary>How to start the process that looks after a command; null to look after it in this process.</summary>
    public RunnerCommand? Runner { get; init; }

    /// <summary>Told what happens.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
