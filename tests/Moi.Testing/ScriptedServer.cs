using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Moi.Testing;

/// <summary>A loopback server that does with each connection what the test says: brokers that misbehave.</summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _served = [];
    private readonly Task _accepting;
    private int _accepted;

    /// <summary>Starts to listen.</summary>
    /// <param name="serve">Given the stream, the number of the connection from 1, and a token for the end of the test.
    /// The connection is closed when it returns.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    public ScriptedServer(Func<NetworkStream, int, CancellationToken, Task> serve, int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync(serve);
    }

    /// <summary>The port it listens on.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections were accepted so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Accepts connections and never says a word.</summary>
    public static ScriptedServer Silent() => new((_, _, stop) => Task.Delay(Timeout.Infinite, stop));

    /// <summary>Reads one MQTT packet of less than 128 bytes.</summary>
    /// <returns>All of its bytes.</returns>
    public static async Task<byte[]> ReadPacketAsync(NetworkStream stream, CancellationToken stop)
    {
        byte[] header = new byte[2];
        await stream.ReadExactlyAsync(header, stop);
        byte[] packet = [.. header, .. new byte[header[1]]];
        await stream.ReadExactlyAsync(packet.AsMemory(2), stop);
        return packet;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_served);
        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<NetworkStream, int, CancellationToken, Task> serve)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _served.Add(ServeAsync(client, Interlocked.Increment(ref _accepted), serve));
            }
            catch (Exception stopped) when (stopped is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(
        TcpClient client, int number, Func<NetworkStream, int, CancellationToken, Task> serve)
    {
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await serve(client.GetStream(), number, _stop.Token);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException)
            {
                // The client left, or the test is over.
            }
        }
    }
}
