using System.Net;
using System.Net.Sockets;

namespace Moi.Protocol.Transport;

/// <summary>The TCP connection to the broker, with TLS on top where it is asked for.</summary>
internal sealed class BrokerLink : IDisposable
{
    /// <summary>With the 8 KiB that MQTTnet sets, blocks of files take ten to forty times as long.</summary>
    private const int BufferSize = 256 * 1024;

    private readonly Socket _socket;

    private BrokerLink(Socket socket, Stream stream)
    {
        _socket = socket;
        Stream = stream;
    }

    /// <summary>The bytes of MQTT, in the clear.</summary>
    public Stream Stream { get; }

    /// <summary>This end of the connection.</summary>
    public IPEndPoint? LocalEndPoint => _socket.LocalEndPoint as IPEndPoint;

    /// <summary>The broker's end of the connection.</summary>
    public IPEndPoint? RemoteEndPoint => _socket.RemoteEndPoint as IPEndPoint;

    /// <summary>Connects.</summary>
    /// <param name="options">Where to, and how it is encrypted.</param>
    /// <param name="cancel">Ends the attempt.</param>
    /// <returns>The open connection.</returns>
    /// <exception cref="BrokerException">It could not be made; the kind tells why.</exception>
    public static async Task<BrokerLink> OpenAsync(MqttSessionOptions options, CancellationToken cancel)
    {
        Socket socket = await ConnectAsync(options, cancel);
        NetworkStream network = new(socket, ownsSocket: true);
        if (options.Tls is null)
        {
            return new BrokerLink(socket, network);
        }

        try
        {
            return new BrokerLink(socket, await TlsHandshake.RunAsync(network, options, options.Tls, cancel));
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Closes so that the broker still gets what was sent last.</summary>
    /// <returns>When it is closed.</returns>
    public async Task CloseAfterLastPacketAsync()
    {
        await Goodbye.SayAsync(_socket);
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => Stream.Dispose();

    private static async Task<Socket> ConnectAsync(MqttSessionOptions options, CancellationToken cancel)
    {
        IPAddress[] addresses = await FindAddressesAsync(options, cancel);
        Exception? last = null;
        for (int i = 0; i < addresses.Length; i++)
        {
            using CancellationTokenSource share = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            if (i < addresses.Length - 1)
            {
                // An address that swallows packets must leave time for the next one.
                share.CancelAfter(options.ConnectTimeout / addresses.Length);
            }

            Socket? socket = null;
            try
            {
                socket = MakeSocket(addresses[i].AddressFamily);
                await socket.ConnectAsync(new IPEndPoint(addresses[i], options.Port), share.Token);
                return socket;
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException)
            {
                socket?.Dispose();
                cancel.ThrowIfCancellationRequested();
                last = failure;
            }
        }

        throw new BrokerException(
            BrokerFailure.Unreachable,
            $"Cannot connect to the broker at {options.Address}: {OneLine.Of(last?.Message)}. " +
                "Check that it runs there and that no firewall is in between.",
            last);
    }

    private static async Task<IPAddress[]> FindAddressesAsync(MqttSessionOptions options, CancellationToken cancel)
    {
        if (IPAddress.TryParse(options.Host, out IPAddress? address))
        {
            return [address];
        }

        Exception? cause = null;
        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(options.Host, cancel);
            if (addresses.Length > 0)
            {
                return addresses;
            }
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            // Unknown, or too long to be a name.
            cause = failure;
        }

        throw new BrokerException(
            BrokerFailure.NameNotFound,
            $"The broker's host name '{options.Host}' has no address. Check the name and the network's name service.",
            cause);
    }

    private static Socket MakeSocket(AddressFamily family) => new(family, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
        ReceiveBufferSize = BufferSize,
        SendBufferSize = BufferSize,
    };
}
