using System.Net;
using System.Net.Sockets;

namespace Moi.Testing;

/// <summary>
/// Finds loopback ports for servers of tests. They lie below the range that the system gives to outgoing connections,
/// so that a port whose server is down for a while is still free when it comes back.
/// </summary>
public static class FreePort
{
    private const int First = 10_000;
    private const int AfterLast = 32_000;
    private const int Attempts = 100;

    /// <summary>A port that nobody listens on now. Somebody may be quicker: start the server again with another one
    /// then.</summary>
    public static int Next()
    {
        for (int i = 0; i < Attempts; i++)
        {
            int port = Random.Shared.Next(First, AfterLast);
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another one, then.
            }
        }

        throw new InvalidOperationException($"No free port after {Attempts} attempts.");
    }
}
