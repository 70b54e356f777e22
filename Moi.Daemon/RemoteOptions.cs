using Moi.Daemon.Jobs;
using Moi.Daemon.Trust;
using Moi.Protocol.Transport;

namespace Moi.Daemon;

/// <summary>What makes one remote.</summary>
public sealed record RemoteOptions
{
    /// <summary>Its lasting identity, a token; null to take the one its store made up.</summary>
    public string? Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its address.</summary>
    public required string Address { get; init; }

    /// <summary>Where its store lies; one daemon at a time.</summary>
    public required string StoreDirectory { get; init; }

    /// <summary>The destination <c>home</c>, an absolute path: where commands run, and what <c>~</c> means.</summary>
    public required string Home { get; init; }

    /// <summary>The destination <c>tmp</c>, an absolute path.</summary>
    public required string Temporary { get; init; }

    /// <summary>The destination <c>bin</c>, an absolute path.</summary>
    public required string Bin { get; init; }

    /// <summary>The destination <c>self</c>: the daemon's own folder.</summary>
    public required string Self { get; init; }

    /// <summary>Destinations of the device's own, by name.</summary>
    public IReadOnlyDictionary<string, string> Destinations { get; init; } = new Dictionary<string, string>();

    /// <summary>How to reach the broker; the client id is the remote's id.</summary>
    public required MqttSessionOptions Broker { get; init; }

    /// <summary>The root of all topics.</summary>
    public string TopicRoot { get; init; } = Protocol.Topics.DefaultRoot;

    /// <summary>Whether it only lets its keys be read.</summary>
    public bool IsRestricted { get; init; }

    /// <summary>The operators whose signed requests it takes; null to take requests from anyone, unsigned.</summary>
    public IReadOnlyList<KnownOperator>? Operators { get; init; }

    /// <summary>Whether the system's clock is to be believed where it looks right. Without, an operator proves the time once after each start.</summary>
    public bool TrustsClock { get; init; } = true;

    /// <summary>Whether the audit goes to the log, and not to files in the store.</summary>
    public bool AuditsToLog { get; init; }

    /// <summary>What presence warns operators of.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How many bytes of the store's disk are kept free for when it is full; see <see cref="Keys.DiskReserve"/>.</summary>
    public int ReserveBytes { get; init; }

    /// <summary>How many commands run at once; the rest wait.</summary>
    public int RunLimit { get; init; } = 16;

    /// <summary>Whether its jobs end when it is stopped, as in a demo that leaves nothing behind. They go on when it restarts.</summary>
    public bool EndsJobs { get; init; }

    /// <summary>How to start the process that looks after a command; null to look after it in this process.</summary>
    public RunnerCommand? Runner { get; init; }
}
