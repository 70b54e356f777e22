using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Moi.Daemon.Broker;

/// <summary>
/// A small MQTT broker inside this process, for the demo, for tests and for a bench without Mosquitto. It speaks MQTT 5
/// and 3.1.1, has no access rules and no TLS, and promises no persistence: retained messages are gone when it stops. A
/// client that reads too slowly loses its oldest messages beyond
/// <see cref="EmbeddedBrokerOptions.MaximumPendingPerClient"/>; their number is bounded, their bytes are not.
/// </summary>
/// <remarks>
/// MQTTnet's server neither lets retained messages expire nor counts their expiry down. This broker does: a retained
/// message is delivered with what is left of its expiry, and not at all once that is used up.
/// </remarks>
public sealed class EmbeddedBroker : IAsyncDisposable
{
    private readonly MqttServer _server;
    private readonly BrokerListener _listener;
    private readonly byte[]? _credentials;
    private int _disposed;

    private EmbeddedBroker(EmbeddedBrokerOptions options, ILogger logger)
    {
        MqttServerOptions server = new()
        {
            DefaultCommunicationTimeout = options.ConnectTimeout,
            MaxPendingMessagesPerClient = options.MaximumPendingPerClient,
            PendingMessagesOverflowStrategy = MqttPendingMessagesOverflowStrategy.DropOldestQueuedMessage,
        };
        RetainedMessages retained = new(options.MaximumRetained, TimeProvider.System);
        BrokerLogger log = new(logger);
        OutgrownNotice outgrown = new(options.ComfortableConnections, logger);
        _credentials = options.UserName is null ? null : Digest(options.UserName, options.Password);
        _listener = new BrokerListener(options, retained);
        _server = new MqttServer(server, [_listener], log);
        _server.ValidatingConnectionAsync += connection =>
        {
            connection.ReasonCode = Judge(connection.UserName, connection.Password);
            return Task.CompletedTask;
        };
        _server.ClientConnectedAsync += _ =>
        {
            outgrown.Connected(_listener.Open);
            return Task.CompletedTask;
        };
        _server.QueuedApplicationMessageOverwrittenAsync += dropped =>
        {
            outgrown.Dropped(dropped.ReceiverClientId);
            return Task.CompletedTask;
        };
        _server.InterceptingPublishAsync += publish =>
        {
            if (!retained.TryNote(publish.ApplicationMessage))
            {
                publish.Response.ReasonCode = MqttPubAckReasonCode.QuotaExceeded;
                publish.ProcessPublish = false;
            }

            return Task.CompletedTask;
        };
    }

    /// <summary>The port it listens on.</summary>
    public int Port => _listener.Port;

    /// <summary>Starts a broker.</summary>
    /// <param name="options">Where it listens, who may connect, and its limits.</param>
    /// <param name="logger">Told of trouble with clients, at debug level: strangers must not fill a log. That it is outgrown is a warning.</param>
    /// <param name="cancel">Ends the start.</param>
    /// <returns>The broker, which accepts connections.</returns>
    /// <exception cref="ArgumentException">The options let the network in without a password.</exception>
    /// <exception cref="IOException">Address or port can't be listened on.</exception>
    public static async Task<EmbeddedBroker> StartAsync(
        EmbeddedBrokerOptions options, ILogger logger, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logger);
        Check(options);
        cancel.ThrowIfCancellationRequested();
        EmbeddedBroker broker = new(options, logger);
        try
        {
            await broker._server.StartAsync();
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Disconnects everybody and stops listening.</summary>
    /// <returns>When the port is free and every connection closed.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        if (_server.IsStarted)
        {
            await _server.StopAsync(new MqttServerStopOptions());
        }

        await _listener.StopAsync();
        _server.Dispose();
    }

    private static void Check(EmbeddedBrokerOptions options)
    {
        if (options.UserName is not null && string.IsNullOrEmpty(options.Password))
        {
            throw new ArgumentException(
                $"The embedded broker's user '{options.UserName}' has no password.", nameof(options));
        }

        if (options.UserName is null && !System.Net.IPAddress.IsLoopback(options.Address))
        {
            throw new ArgumentException(
                $"The embedded broker listens on {options.Address} only with a user name and password; without them " +
                    "only on a loopback address.",
                nameof(options));
        }
    }

    // Equal lengths whatever is sent, so that comparing takes the same time.
    private static byte[] Digest(string? userName, string? password)
    {
        byte[] user = SHA256.HashData(Encoding.UTF8.GetBytes(userName ?? string.Empty));
        return SHA256.HashData([.. user, .. Encoding.UTF8.GetBytes(password ?? string.Empty)]);
    }

    private MqttConnectReasonCode Judge(string? userName, string? password)
    {
        if (_listener.IsFull)
        {
            return MqttConnectReasonCode.ServerBusy;
        }

        return _credentials is null || CryptographicOperations.FixedTimeEquals(_credentials, Digest(userName, password))
            ? MqttConnectReasonCode.Success
            : MqttConnectReasonCode.BadUserNameOrPassword;
    }
}
