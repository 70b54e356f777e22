using System.Net.Sockets;

namespace Moi.Daemon.Program;

/// <summary>
/// Tells systemd how far the daemon is: one datagram each to the socket that <c>NOTIFY_SOCKET</c> names. Without that variable
/// nobody listens, and nothing is said.
/// </summary>
/// <param name="socket">The socket's path; one that begins with <c>@</c> has no file. Null or empty for nobody.</param>
internal sealed class ServiceNotice(string? socket)
{
    /// <summary>The variable that names the socket.</summary>
    public const string Variable = "NOTIFY_SOCKET";

    /// <summary>
    /// The notice to the service manager that started this process. The variable is taken away, so that no command that runs here
    /// speaks for the daemon.
    /// </summary>
    public static ServiceNotice Take()
    {
        string? socket = Environment.GetEnvironmentVariable(Variable);
        Environment.SetEnvironmentVariable(Variable, null);
        return new ServiceNotice(socket);
    }

    /// <summary>It works: its store is open, and it looks for its broker.</summary>
    /// <exception cref="SocketException">The service manager cannot be told.</exception>
    public void SayReady() => Say("READY=1"u8);

    /// <summary>It is about to end.</summary>
    /// <exception cref="SocketException">The service manager cannot be told.</exception>
    public void SayStopping() => Say("STOPPING=1"u8);

    private void Say(ReadOnlySpan<byte> word)
    {
        if (string.IsNullOrEmpty(socket))
        {
            return;
        }

        using Socket datagrams = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        datagrams.Connect(new UnixDomainSocketEndPoint(socket[0] == '@' ? $"\0{socket[1..]}" : socket));
        datagrams.Send(word);
    }
}
