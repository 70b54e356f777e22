using System.Runtime.Versioning;
using System.Security.Cryptography;

using CsCheck;

using Moi.Daemon.Jobs;

namespace Moi.Daemon.Tests.Jobs;

[SupportedOSPlatform("linux")]
public sealed class OutputSpoolTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public void Head_and_tail_are_kept_and_the_gap_is_said() =>
        Gen.Select(Gen.Int[0, 200_000], Gen.Int[1, SpoolLayout.Chunk].Array[0, 10]).Sample(
            (limit, pieces) =>
            {
                string directory = Directory.CreateDirectory(_workplace.NewDirectory()).FullName;
                byte[] whole = RandomNumberGenerator.GetBytes(pieces.Sum());
                StreamResult result = Write(directory, limit, whole, pieces);

                (byte[] kept, long dropped) = Workplace.ReadAll(new OutputSpool(directory), OutputStream.Stderr);

                int missing = Math.Max(0, whole.Length - limit);
                Assert.Equal((long)whole.Length, result.Bytes);
                Assert.Equal((missing, missing > 0), (result.MissingBytes, result.Truncated));
                Assert.Equal(Convert.ToHexString(SHA256.HashData(whole)).ToLowerInvariant(), result.Sha256);
                if (limit > 0)
                {
                    Assert.Equal(missing, dropped);
                }

                int head = missing > 0 ? limit / 2 : whole.Length;
                Assert.Equal(whole[..head].Concat(missing > 0 ? whole[^(limit - head)..] : []), kept);
            },
            iter: 60,
            threads: 1);

    [Fact]
    public void Output_that_fits_lies_in_its_file_as_it_is()
    {
        string directory = Directory.CreateDirectory(_workplace.NewDirectory()).FullName;
        byte[] whole = RandomNumberGenerator.GetBytes(1000);
        Write(directory, 1000, whole, [300, 700]);

        Assert.Equal(whole, File.ReadAllBytes(Path.Combine(directory, "stderr")));
    }

    [Theory]
    [InlineData(0, 10, 0, 10, 0)]
    [InlineData(90, 1000, 90, 10, 0)]
    [InlineData(100, 10, 700, 10, 600)]
    [InlineData(650, 10, 700, 10, 50)]
    [InlineData(795, 10, 795, 5, 0)]
    [InlineData(800, 10, 800, 0, 0)]
    [InlineData(5000, 10, 5000, 0, 0)]
    public void Reading_goes_on_at_the_oldest_byte_that_is_there(
        long offset, int count, long from, int length, long dropped)
    {
        string directory = Directory.CreateDirectory(_workplace.NewDirectory()).FullName;
        byte[] whole = RandomNumberGenerator.GetBytes(800);
        Write(directory, 200, whole, [800]);

        SpoolPiece piece = new OutputSpool(directory).Read(OutputStream.Stderr, offset, count);

        Assert.Equal((from, dropped, 800), (piece.Offset, piece.Dropped, piece.Total));
        Assert.Equal(whole.Skip((int)from).Take(length), piece.Data.ToArray());
    }

    [Fact]
    public void There_is_nothing_to_read_before_the_command_has_started()
    {
        var spool = new OutputSpool(_workplace.Folder);

        Assert.Equal(0, spool.Total(OutputStream.Stdout));
        Assert.True(spool.Read(OutputStream.Stdout, 0, 10).Data.IsEmpty);
    }

    [Fact]
    public void A_reader_never_sees_bytes_of_another_place()
    {
        // Each 8 bytes say where they belong; the tail is small, so that the writer laps the reader all the time.
        const int Chunks = 300;
        string directory = Directory.CreateDirectory(_workplace.NewDirectory()).FullName;
        using var writer = new SpoolWriter(directory, 100_000);
        Task writing = Task.Run(() =>
        {
            byte[] chunk = new byte[SpoolLayout.Chunk];
            for (long i = 0; i < Chunks; i++)
            {
                for (int place = 0; place < chunk.Length; place += sizeof(long))
                {
                    BitConverter.TryWriteBytes(chunk.AsSpan(place), (i * chunk.Length) + place);
                }

                writer.Append(OutputStream.Stdout, chunk);
            }
        });

        var reader = new OutputSpool(directory);
        long offset = 0;
        while (offset < (long)Chunks * SpoolLayout.Chunk)
        {
            SpoolPiece piece = reader.Read(OutputStream.Stdout, offset, 40_000);
            for (int place = 0; place < piece.Data.Length; place += sizeof(long))
            {
                Assert.Equal(piece.Offset + place, BitConverter.ToInt64(piece.Data.Span[place..]));
            }

            offset = piece.Next;
            Assert.False(writing.IsFaulted);
        }
    }

    [Fact]
    public void What_a_full_disk_does_not_take_is_counted_as_missing()
    {
        var full = File.OpenHandle("/dev/full", access: FileAccess.Write);
        using var stream = new SpoolStream(full, new SpoolLayout(100));
        stream.Append([1, 2, 3]);
        stream.Append([4]);

        Assert.Contains("/dev/full", stream.Failure, StringComparison.Ordinal);
        Assert.Equal(0, stream.Readable);
        string digest = Convert.ToHexString(SHA256.HashData([1, 2, 3, 4])).ToLowerInvariant();
        Assert.Equal(new StreamResult(4, digest, 4), stream.Finish());
    }

    [Theory, InBothHosts]
    public async Task Sixty_four_MiB_cost_bounded_disk_and_memory(Host host)
    {
        const long Bytes = 64 << 20;
        const int Limit = 1 << 20;
        const string Command = "echo $PPID; exec yes 0123456 | head -c 67108864; exec sleep 1000";
        Watched running = _workplace.Start(_workplace.Spec(Command) with { OutputLimitBytes = Limit }, host);
        long early = Processes.PeakMemory(int.Parse((await running.LinesAsync(1))[0]));
        int supervisor = int.Parse((await running.LinesAsync(1))[0]);
        await Workplace.Eventually(() => running.Command.Output.Total(OutputStream.Stdout) > Bytes);
        long late = Processes.PeakMemory(supervisor);

        CommandResult? result = await running.Command.StopAsync(TestContext.Current.CancellationToken);

        string first = $"{supervisor}\n";
        Assert.Equal(Bytes + first.Length, result?.Stdout.Bytes);
        Assert.Equal(Bytes + first.Length - Limit, result?.Stdout.MissingBytes);
        string printed = first + string.Concat(Enumerable.Repeat("0123456\n", (int)(Bytes / 8)));
        byte[] digest = SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(printed));
        Assert.Equal(Convert.ToHexString(digest).ToLowerInvariant(), result?.Stdout.Sha256);
        long onDisk = new FileInfo(Path.Combine(running.Directory, "stdout")).Length;
        Assert.InRange(onDisk, Limit, Limit + SpoolLayout.Chunk);
        if (host == Host.Apart)
        {
            Assert.InRange(late - early, 0, 24 << 20);
        }
    }

    private static StreamResult Write(string directory, int limit, byte[] whole, int[] pieces)
    {
        using var writer = new SpoolWriter(directory, limit);
        int offset = 0;
        foreach (int length in pieces)
        {
            long readable = writer.Append(OutputStream.Stderr, whole.AsSpan(offset, length));
            offset += length;
            Assert.Equal(offset, readable);
        }

        return writer.Finish(durable: false).Stderr;
    }
}
