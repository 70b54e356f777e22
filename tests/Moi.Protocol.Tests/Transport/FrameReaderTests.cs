using CsCheck;
using Moi.Protocol.Transport;

namespace Moi.Protocol.Tests.Transport;

public sealed class FrameReaderTests
{
    private const int Maximum = 30_000;

    private static readonly Gen<int> Sizes = Gen.OneOf(
        Gen.Int[0, 300],
        Gen.Int[8_000, 8_400],
        Gen.Int[16_000, 16_800],
        Gen.Int[29_900, 30_100],
        Gen.Int[0, 100_000]);

    private static readonly Gen<(byte Header, byte[] Body)> Packets =
        Gen.Select(Gen.Byte[0x10, 0xFF], Sizes, Gen.Int).Select((header, size, seed) =>
        {
            byte[] body = new byte[size];
            new Random(seed).NextBytes(body);
            return (header, body);
        });

    [Fact]
    public void Packets_come_out_as_they_went_in_however_the_stream_is_cut() =>
        Gen.Select(Packets.Array[0, 12], Gen.Int[1, 20_000].Array[1, 20]).Sample((packets, cuts) =>
        {
            byte[] bytes = [.. packets.SelectMany(packet => Encode(packet.Header, packet.Body))];
            FrameReader reader = new(new ChoppedStream(bytes, cuts), Maximum);
            foreach ((byte header, byte[] body) in packets)
            {
                Frame frame = Read(reader);
                Assert.Equal((header, (long)Encode(header, body).Length), (frame.Header, frame.Length));
                Assert.Equal(frame.Length > Maximum, frame.Oversized);
                Assert.True(frame.Body.AsSpan().SequenceEqual(body.AsSpan(0, frame.Body.Count)));
                Assert.True(frame.Oversized || frame.Body.Count == body.Length);
            }

            Assert.True(Read(reader).IsEnd);
            Assert.Equal(bytes.Length, reader.BytesReceived);
        });

    [Fact]
    public void A_stream_that_ends_within_a_packet_ends_there() =>
        Gen.Select(Packets, Gen.Double[0, 1], Gen.Int[1, 20_000].Array[1, 5]).Sample((packet, where, cuts) =>
        {
            byte[] whole = Encode(packet.Header, packet.Body);
            byte[] part = whole[..(int)(where * (whole.Length - 1))];
            FrameReader reader = new(new ChoppedStream(part, cuts), Maximum);

            Frame frame = Read(reader);

            Assert.True(frame.IsEnd || (frame.Oversized && Read(reader).IsEnd));
        });

    [Fact]
    public void Any_bytes_at_all_give_packets_an_end_or_a_clear_refusal() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[1, 50].Array[1, 5]).Sample((bytes, cuts) =>
        {
            FrameReader reader = new(new ChoppedStream(bytes, cuts), Maximum);
            try
            {
                for (int i = 0; !Read(reader).IsEnd; i++)
                {
                    Assert.InRange(i, 0, bytes.Length);
                }
            }
            catch (InvalidDataException)
            {
                // Said clearly.
            }
        });

    [Fact]
    public void A_packet_larger_than_allowed_costs_no_memory_of_its_size()
    {
        byte[] bytes = Encode(0x30, new byte[50_000_000]);
        FrameReader reader = new(new ChoppedStream(bytes, [60_000]), Maximum);
        Read(new FrameReader(new ChoppedStream(bytes, [60_000]), Maximum));
        long before = GC.GetAllocatedBytesForCurrentThread();

        Frame frame = Read(reader);
        bool end = Read(reader).IsEnd;

        Assert.True(frame.Oversized && end);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    // A MemoryStream never makes anybody wait.
    private static Frame Read(FrameReader reader) =>
        reader.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();

    private static byte[] Encode(byte header, byte[] body)
    {
        List<byte> packet = [header];
        int length = body.Length;
        do
        {
            packet.Add((byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);

        packet.AddRange(body);
        return [.. packet];
    }

    /// <summary>Gives the bytes in pieces of the given sizes, over and over.</summary>
    private sealed class ChoppedStream(byte[] bytes, int[] cuts) : MemoryStream(bytes)
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int size = Math.Min(buffer.Length, cuts[_reads++ % cuts.Length]);
            return new ValueTask<int>(Read(buffer.Span[..size]));
        }
    }
}
