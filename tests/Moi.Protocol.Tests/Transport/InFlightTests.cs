using System.Threading.Channels;
using Moi.Protocol.Transport;
using Moi.Testing;
using static Moi.Protocol.Tests.Transport.Sessions;

namespace Moi.Protocol.Tests.Transport;

public sealed class InFlightTests
{
    [Fact]
    public async Task No_more_publishes_are_unacknowledged_at_once_than_the_broker_allows()
    {
        byte[] welcomeWithReceiveMaximum2 = [0x20, 6, 0, 0, 3, 0x21, 0, 2];
        Channel<byte[]> packets = Channel.CreateUnbounded<byte[]>();
        TaskCompletionSource acknowledge = new();
        await using ScriptedServer server = new(async (stream, _, stop) =>
        {
            await ScriptedServer.ReadPacketAsync(stream, stop);
            await stream.WriteAsync(welcomeWithReceiveMaximum2, stop);
            byte[][] first = [await Next(), await Next(), await Next()];
            await acknowledge.Task.WaitAsync(stop);
            foreach (byte[] publish in first[..2])
            {
                await stream.WriteAsync(Acknowledgement(publish), stop);
            }

            await stream.WriteAsync(Acknowledgement(await Next()), stop);
            await stream.CopyToAsync(Stream.Null, stop);

            async Task<byte[]> Next()
            {
                byte[] packet = await ScriptedServer.ReadPacketAsync(stream, stop);
                packets.Writer.TryWrite(packet);
                return packet;
            }
        });
        await using MqttSession session = await ConnectAsync(Options(server.Port));
        Task[] publishes = [.. Enumerable.Range(0, 3)
            .Select(i => session.PublishAsync("t", Bytes($"{i}"), MqttQuality.AtLeastOnce))];

        await session.PublishAsync("t", Bytes("marker"), MqttQuality.AtMostOnce);

        int[] headers = [(await NextAsync())[0], (await NextAsync())[0], (await NextAsync())[0]];
        Assert.Equal([0x32, 0x32, 0x30], headers);
        acknowledge.SetResult();
        await Task.WhenAll(publishes);
        Assert.Equal(0x32, (await NextAsync())[0]);

        Task<byte[]> NextAsync() => packets.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>The PUBACK for a PUBLISH with a topic of one letter.</summary>
    private static byte[] Acknowledgement(byte[] publish) => [0x40, 2, publish[5], publish[6]];
}
