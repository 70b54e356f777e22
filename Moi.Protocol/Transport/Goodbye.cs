using System.Net.Sockets;

namespace Moi.Protocol.Transport;

/// <summary>Ends a TCP connection after its last packet.</summary>
internal static class Goodbye
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// Says that no more will come and waits, half a second at most, until the other end closes too. Closing right away
    /// with unread bytes here would reset the connection, and the other end might never see that last packet.
    /// </summary>
    /// <param name="socket">The connection; still to be disposed of.</param>
    /// <returns>When it may be closed.</returns>
    public static async Task SayAsync(Socket socket)
    {
        using CancellationTokenSource limit = new(Longest);
        byte[] rest = new byte[4096];
        try
        {
            socket.Shutdown(SocketShutdown.Send);
            while (await socket.ReceiveAsync(rest, limit.Token) > 0)
            {
            }
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other end is gone already, or does not close: then this end closes alone.
        }
    }
}
