using Microsoft.Extensions.Logging.Abstractions;
using Moi.Daemon;
using Moi.Daemon.Keys;
using Moi.Protocol.Transport;

namespace Moi.Fuzz.Parsers;

/// <summary>The store of a remote in memory, with the keys that verbs ask.</summary>
internal sealed class OpenStore : IDisposable
{
    private readonly Store _store = Store.Open(new MemoryStorage([]), NullLogger.Instance, TimeProvider.System, new StoreLimits());

    /// <summary>A remote whose folders are all there.</summary>
    public static RemoteOptions Options { get; } = new()
    {
        Id = "r1",
        Name = "frodo",
        Address = "10.0.0.1",
        StoreDirectory = "/",
        Home = "/",
        Temporary = "/tmp",
        Bin = "/bin",
        Self = "/",
        Broker = new MqttSessionOptions { Host = "127.0.0.1", ClientId = "r1" },
    };

    /// <summary>Its keys.</summary>
    public RemoteKeys Keys => new(Options, "r1", _store.Keys, TimeProvider.System);

    /// <inheritdoc/>
    public void Dispose() => _store.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
