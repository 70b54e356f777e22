using System.Net;
using System.Net.Sockets;

namespace Moi.Testing;

/// <summary>One connection through a <see cref="TcpProxy"/>.</summary>
internal sealed class ProxiedConnection(TcpClient client) : IDisposable
{
    private readonly TcpClient _server = new() { NoDelay = true };

    /// <summary>Carries bytes both ways until an end closes or the connection is broken.</summary>
    public async Task CarryAsync(int target, Valve toServer, Valve toClient)
    {
        client.NoDelay = true;
        try
        {
            await _server.ConnectAsync(IPAddress.Loopback, target);
            await Task.WhenAny(
                PumpAsync(client.GetStream(), _server.GetStream(), toServer),
                PumpAsync(_server.GetStream(), client.GetStream(), toClient));
        }
        catch (Exception broken)
            when (broken is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The server refuses, or the connection was broken from outside.
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        client.Dispose();
        _server.Dispose();
    }

    /// <summary>Resets both ends.</summary>
    public void Break()
    {
        foreach (TcpClient end in (TcpClient[])[client, _server])
        {
            try
            {
                end.Client?.Close(timeout: 0);
                end.Dispose();
            }
            catch (ObjectDisposedException)
            {
                // Closed by itself in the meantime.
            }
        }
    }

    private static async Task PumpAsync(NetworkStream from, NetworkStream to, Valve valve)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer)) > 0)
            {
                await valve.WaitAsync();
                await to.WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            // An end is gone; so is this direction.
        }
    }
}
