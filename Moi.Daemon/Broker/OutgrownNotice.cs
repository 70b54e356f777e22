using Microsoft.Extensions.Logging;

namespace Moi.Daemon.Broker;

/// <summary>Says, once for each reason, that a fleet has outgrown the broker.</summary>
/// <param name="connections">How many connections are no trouble.</param>
/// <param name="logger">Where it is said.</param>
internal sealed partial class OutgrownNotice(int connections, ILogger logger)
{
    private int _saidConnections;
    private int _saidDropped;

    /// <summary>So many are connected now.</summary>
    public void Connected(int count)
    {
        if (count > connections && Interlocked.Exchange(ref _saidConnections, 1) == 0)
        {
            LogConnections(logger, connections);
        }
    }

    /// <summary>A client read so slowly that a message for it was dropped.</summary>
    public void Dropped(string client)
    {
        if (Interlocked.Exchange(ref _saidDropped, 1) == 0)
        {
            LogDropped(logger, client);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "More than {Connections} clients are connected to the embedded broker, which is made "
        + "for trying things and keeps nothing on disk. A fleet of this size wants a broker of its own, such as Mosquitto.")]
    private static partial void LogConnections(ILogger logger, int connections);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The embedded broker drops messages for '{Client}', which reads more slowly than others "
        + "write; what is lost is asked for again. If that lasts, the fleet wants a broker of its own, such as Mosquitto.")]
    private static partial void LogDropped(ILogger logger, string client);
}
