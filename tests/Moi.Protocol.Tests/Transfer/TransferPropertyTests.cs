using CsCheck;
using Moi.Protocol.Transfer;

namespace Moi.Protocol.Tests.Transfer;

public sealed class TransferPropertyTests
{
    private const int Block = BlockLayout.SmallestBlock;

    [Fact]
    public void Every_receiver_gets_the_whole_file_through_loss_doubling_reordering_and_damage() =>
        Gen.Select(Gen.Int[0, 200 * Block], Gen.Int[1, 5], Gen.Int[0, 30], Gen.Int).Sample(
            (size, receivers, trouble, seed) =>
            {
                SimulatedFile file = new(size, seed);
                SimulatedTransfer transfer = new(file, receivers, seed, trouble);

                Assert.True(transfer.RunUntil(() => transfer.Receivers.All(receiver => receiver.State.IsComplete)));
                Assert.All(transfer.Receivers, receiver => Assert.Equal(file.Data, receiver.Disk));
            },
            iter: 100);

    [Fact]
    public void Killed_receivers_and_senders_go_on_from_what_is_on_the_disks() =>
        Gen.Select(Gen.Int[2 * Block, 200 * Block], Gen.Int[1, 4], Gen.Int[0, 15], Gen.Int).Sample(
            (size, receivers, trouble, seed) =>
            {
                SimulatedFile file = new(size, seed);
                SimulatedTransfer transfer = new(file, receivers, seed, trouble);
                Random chance = new(seed);
                for (int i = 0; i < 4; i++)
                {
                    long until = transfer.Sent.Count + chance.Next(1, file.Layout.Count);
                    bool AllDone() => transfer.Receivers.All(receiver => receiver.State.IsComplete);
                    transfer.RunUntil(() => transfer.Sent.Count >= until || AllDone());
                    if (chance.Next(2) == 0)
                    {
                        transfer.Restart(transfer.Receivers[chance.Next(receivers)]);
                    }
                    else
                    {
                        // Whoever is at work is asked again by the new sender, and reports to it.
                        transfer.RestartSender();
                        transfer.Receivers.ToList().ForEach(transfer.Restart);
                    }
                }

                Assert.True(transfer.RunUntil(() => transfer.Receivers.All(receiver => receiver.State.IsComplete)));
                Assert.All(transfer.Receivers, receiver => Assert.Equal(file.Data, receiver.Disk));
            },
            iter: 60);

    [Fact]
    public void One_receiver_gets_the_whole_file_though_its_sender_begins_anew_again_and_again() =>
        Gen.Select(Gen.Int[2 * Block, 100 * Block], Gen.Int[0, 30], Gen.Int[1, 6], Gen.Int).Sample(
            (size, trouble, times, seed) =>
            {
                SimulatedFile file = new(size, seed);
                SimulatedTransfer transfer = new(file, receivers: 1, seed, trouble, window: 16 * 1024);
                SimulatedReceiver receiver = transfer.Receivers[0];
                for (int i = 0; i < times; i++)
                {
                    long until = transfer.Sent.Count + (file.Layout.Count / times);
                    transfer.RunUntil(() => transfer.Sent.Count >= until || receiver.State.IsComplete);

                    // As when a remote is restarted that gives a file: what is here is looked through, and the rest is asked for.
                    transfer.RestartSender();
                    transfer.Restart(receiver);
                }

                Assert.True(transfer.RunUntil(() => receiver.State.IsComplete));
                Assert.Equal(file.Data, receiver.Disk);
            },
            iter: 60);

    [Fact]
    public void Without_loss_every_block_is_sent_once_however_many_want_it() =>
        Gen.Select(Gen.Int[1, 100 * Block], Gen.Int[1, 6], Gen.Int).Sample(
            (size, receivers, seed) =>
            {
                SimulatedFile file = new(size, seed);
                SimulatedTransfer transfer = new(file, receivers, seed, trouble: 0);

                Assert.True(transfer.RunUntil(() => transfer.Receivers.All(receiver => receiver.State.IsComplete)));
                Assert.Equal(file.Layout.Count, transfer.Sent.Count);
                Assert.All(transfer.Sent, sent => Assert.Null(sent.To));
            },
            iter: 50);

    [Fact]
    public void What_reads_back_is_what_was_written() =>
        Gen.Select(Gen.Int[1, 3000], Gen.Int, Gen.Bool).Sample((blocks, seed, isWaiting) =>
        {
            BlockMap map = new(blocks);
            Random chance = new(seed);
            for (int i = 0; i < blocks; i++)
            {
                if (chance.Next(3) > 0)
                {
                    map.Add(i);
                }
            }

            List<BlockRange> ranges = [.. map.RangesUpTo(blocks).Take(Want.MostRanges)];
            Want want = new() { Life = 7, Number = uint.MaxValue, Heard = 9, Have = long.MaxValue, IsWaiting = isWaiting, End = blocks, Ranges = ranges };
            Want read = Want.Read(want.ToBytes(), blocks)!;

            Assert.Equal(ranges, read.Ranges);
            Assert.Equal(want with { Ranges = [] }, read with { Ranges = [] });
            Assert.Null(Want.Read(want.ToBytes(), blocks - 1));
        });

    [Fact]
    public void No_bytes_are_read_as_blocks_that_do_not_exist() =>
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Int[0, 500]).Sample((bytes, blocks) =>
        {
            if (bytes.Length > 1)
            {
                (bytes[0], bytes[1]) = (1, (byte)(bytes[1] & 1));
            }

            if (Want.Read(bytes, blocks) is { } want)
            {
                Assert.InRange(want.End, 0, blocks);
                Assert.All(want.Ranges, range => Assert.True(range.From >= 0 && range.From < range.To && range.To <= want.End));
            }

            BlockMessage.TryRead(bytes, out _);
        });

    [Fact]
    public void A_map_is_a_set() =>
        Gen.Select(Gen.Int[1, 300], Gen.Select(Gen.Int[0, 300], Gen.Int[0, 300], Gen.Bool).Array[0, 20]).Sample((blocks, steps) =>
        {
            BlockMap map = new(blocks);
            SortedSet<int> model = [];
            foreach ((int a, int b, bool adds) in steps)
            {
                BlockRange range = new(Math.Min(Math.Min(a, b), blocks), Math.Min(Math.Max(a, b), blocks));
                IEnumerable<int> members = Enumerable.Range(range.From, range.To - range.From);
                if (adds)
                {
                    map.Add(range);
                    model.UnionWith(members);
                }
                else
                {
                    map.Remove(range);
                    model.ExceptWith(members);
                }
            }

            Assert.Equal(model, map.RangesUpTo(blocks).SelectMany(range => Enumerable.Range(range.From, range.To - range.From)));
            Assert.Equal(model.Count == 0, map.IsEmpty);
        });
}
