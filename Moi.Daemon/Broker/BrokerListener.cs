using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;

namespace Moi.Daemon.Broker;

/// <summary>
/// Accepts the broker's connections. MQTTnet's own listener takes any number of them, stores packets of any size, and
/// resets a connection on closing, which can swallow the reason it was just given.
/// </summary>
/// <param name="options">Where to listen, and the limits.</param>
/// <param name="retained">What is retained, for the packets on their way out.</param>
internal sealed class BrokerListener(EmbeddedBrokerOptions options, RetainedMessages retained) : IMqttServerAdapter
{
    /// <summary>So many above the limit are still told that the broker is busy; more are closed without a
    /// word.</summary>
    private const int ToldBusy = 100;

    private readonly ConcurrentDictionary<ServerChannel, Task> _connections = new();
    private readonly CancellationTokenSource _stop = new();
    private Socket? _socket;
    private Task _accepting = Task.CompletedTask;
    private int _open;

    /// <inheritdoc/>
    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    /// <summary>The port that is listened on.</summary>
    public int Port { get; private set; }

    /// <summary>How many connections there are.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Whether there are more connections than allowed.</summary>
    public bool IsFull => Open > options.MaximumConnections;

    /// <inheritdoc/>
    public Task StartAsync(MqttServerOptions server, IMqttNetLogger logger)
    {
        Socket socket = new(options.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (options.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(new IPEndPoint(options.Address, options.Port));
            socket.Listen();
        }
        catch (SocketException taken)
        {
            socket.Dispose();
            throw new IOException(
                $"The embedded broker cannot listen on {options.Address} port {options.Port}: {taken.Message}. " +
                    "Is another broker running there?",
                taken);
        }

        _socket = socket;
        Port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        _accepting = AcceptAsync(socket);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        _socket?.Dispose();
        await _accepting;

        // The server has ended their handlers by now; each says goodbye in its own time, which is bounded.
        await Task.WhenAll(_connections.Values);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket?.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(Socket listening)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Socket socket = await listening.AcceptAsync(_stop.Token);
                Take(socket);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException) when (!_stop.IsCancellationRequested)
            {
                // The client left again before it was accepted, or descriptors ran out for the moment.
                await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None);
            }
        }
    }

    private void Take(Socket socket)
    {
        if (Interlocked.Increment(ref _open) > options.MaximumConnections + ToldBusy)
        {
            Interlocked.Decrement(ref _open);
            socket.Dispose();
            return;
        }

        socket.NoDelay = true;
        ServerChannel connection = new(socket, options.MaximumPacketSize, retained);
        Task serving = Task.Run(() => ServeAsync(connection));
        _connections[connection] = serving;
        _ = serving.ContinueWith(
            _ => _connections.TryRemove(connection, out Task? _),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async Task ServeAsync(ServerChannel connection)
    {
        try
        {
            if (ClientHandler is { } handler)
            {
                await handler(connection);
            }
        }
        finally
        {
            await connection.CloseAsync();
            Interlocked.Decrement(ref _open);
        }
    }
}
