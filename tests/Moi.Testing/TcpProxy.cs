using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Moi.Testing;

/// <summary>A loopback proxy in front of a server, which can fail as networks do: cut, refuse, or say
/// nothing.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly int _target;
    private readonly ConcurrentDictionary<ProxiedConnection, bool> _connections = new();
    private readonly ConcurrentBag<Task> _carrying = [];
    private readonly Valve _toServer = new();
    private readonly Valve _toClient = new();
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;
    private int _accepted;

    /// <summary>Starts to listen on a free port.</summary>
    /// <param name="target">The loopback port of the server.</param>
    public TcpProxy(int target)
    {
        _target = target;
        Port = FreePort.Next();
        Accept();
    }

    /// <summary>The port that clients connect to.</summary>
    public int Port { get; }

    /// <summary>How many connections were accepted so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>How many connections are open now.</summary>
    public int Open => _connections.Count;

    /// <summary>Breaks all connections at once, with a reset, towards both ends.</summary>
    public void Cut()
    {
        foreach (ProxiedConnection connection in _connections.Keys)
        {
            connection.Break();
        }
    }

    /// <summary>Refuses new connections from now on; those there are stay.</summary>
    public void Refuse()
    {
        _listener?.Stop();
        _listener = null;
    }

    /// <summary>Accepts connections again, on the same port.</summary>
    public void Accept()
    {
        if (_listener is null)
        {
            _listener = new TcpListener(IPAddress.Loopback, Port);
            _listener.Start();
            _accepting = AcceptAsync(_listener);
        }
    }

    /// <summary>Keeps what the clients send to itself, until <see cref="Resume"/>. Connections stay open.</summary>
    public void StallToServer() => _toServer.Close();

    /// <summary>Keeps what the server sends to itself, until <see cref="Resume"/>. Connections stay open.</summary>
    public void StallToClient() => _toClient.Close();

    /// <summary>Lets everything through again, what was kept first.</summary>
    public void Resume()
    {
        _toServer.Open();
        _toClient.Open();
    }

    public async ValueTask DisposeAsync()
    {
        Refuse();
        await _accepting;
        Cut();
        Resume();
        await Task.WhenAll(_carrying);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync();
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
            {
                return;
            }

            Interlocked.Increment(ref _accepted);
            ProxiedConnection connection = new(client);
            _connections.TryAdd(connection, true);
            _carrying.Add(CarryAsync(connection));
        }
    }

    private async Task CarryAsync(ProxiedConnection connection)
    {
        try
        {
            await connection.CarryAsync(_target, _toServer, _toClient);
        }
        finally
        {
            _connections.TryRemove(connection, out _);
        }
    }
}
