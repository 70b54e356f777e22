using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Moi.Daemon.Jobs;
using Moi.Protocol.Transport;

namespace Moi.Daemon.Demo;

/// <summary>What a demo fleet is made of.</summary>
public sealed record DemoOptions
{
    /// <summary>How many remotes there are; the first four are the seed's frodo, bilbo, merry and pippin.</summary>
    public int Count { get; init; } = 4;

    /// <summary>The number of the first, from 1: so that several demos can share a broker.</summary>
    public int First { get; init; } = 1;

    /// <summary>The port of the demo's own broker on loopback; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>A broker that is there already; null for one of the demo's own. The client id is left to the demo.</summary>
    public MqttSessionOptions? Broker { get; init; }

    /// <summary>Where the demo's files go; the folder must not be there yet, is made, and deleted in the end. Null for one in the system's temporary folder.</summary>
    public string? Folder { get; init; }

    /// <summary>How to start the process that looks after a command; null to look after it in this process.</summary>
    public RunnerCommand? Runner { get; init; }

    /// <summary>Told what happens.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
