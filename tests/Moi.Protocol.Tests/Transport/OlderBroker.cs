using System.Net;
using System.Net.Sockets;
using Moi.Testing;

namespace Moi.Protocol.Tests.Transport;

/// <summary>Stands in front of a broker and refuses MQTT 5, as RabbitMQ 3.10 and other 3.1.1 brokers do.</summary>
internal sealed class OlderBroker(int target) : IAsyncDisposable
{
    private static readonly byte[] UnacceptableVersion = [0x20, 2, 0, 1];

    private readonly ScriptedServer _server = new(async (stream, _, stop) =>
    {
        byte[] connect = await ScriptedServer.ReadPacketAsync(stream, stop);
        if (connect[8] == 5)
        {
            await stream.WriteAsync(UnacceptableVersion, stop);
            return;
        }

        using TcpClient broker = new() { NoDelay = true };
        await broker.ConnectAsync(IPAddress.Loopback, target, stop);
        await broker.GetStream().WriteAsync(connect, stop);
        await Task.WhenAny(
            stream.CopyToAsync(broker.GetStream(), stop), broker.GetStream().CopyToAsync(stream, stop));
    });

    public int Port => _server.Port;

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
