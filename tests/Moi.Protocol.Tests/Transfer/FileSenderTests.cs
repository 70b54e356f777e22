using Moi.Protocol.Transfer;

namespace Moi.Protocol.Tests.Transfer;

public sealed class FileSenderTests
{
    private const int Block = BlockLayout.SmallestBlock;

    [Fact]
    public void A_frozen_receiver_does_not_hold_up_the_others_and_is_named()
    {
        SimulatedFile file = new(100 * Block);
        SimulatedTransfer transfer = new(file, receivers: 3, seed: 1, trouble: 0);
        transfer.RunUntil(() => transfer.Sent.Count > 20);
        transfer.Receivers[1].IsFrozen = true;

        Assert.True(transfer.RunUntil(() => transfer.Receivers.Count(receiver => receiver.State.IsComplete) == 2));
        Assert.Equal(["r1"], transfer.Sender.Stalled);
    }

    [Fact]
    public void A_receiver_that_was_frozen_is_served_again()
    {
        SimulatedFile file = new(100 * Block);
        SimulatedTransfer transfer = new(file, receivers: 3, seed: 1, trouble: 0);
        transfer.RunUntil(() => transfer.Sent.Count > 20);
        transfer.Receivers[1].IsFrozen = true;
        transfer.RunUntil(() => transfer.Receivers.Count(receiver => receiver.State.IsComplete) == 2);
        transfer.Receivers[1].IsFrozen = false;

        Assert.True(transfer.RunUntil(() => transfer.Receivers[1].State.IsComplete));
        Assert.Empty(transfer.Sender.Stalled);
    }

    [Fact]
    public void No_more_is_on_the_way_than_the_window_allows()
    {
        SimulatedFile file = new(200 * Block);
        SimulatedTransfer transfer = new(file, receivers: 1, seed: 1, trouble: 0, window: 8 * Block);
        transfer.RunUntil(() => transfer.Sent.Count > 3);
        transfer.Receivers[0].IsFrozen = true;
        int before = transfer.Sent.Count;
        transfer.RunUntil(() => transfer.Sender.Stalled.Any());

        Assert.InRange(transfer.Sent.Count - before, 0, 8);
    }

    [Fact]
    public void What_one_alone_lacks_goes_to_it_alone()
    {
        SimulatedFile file = new(50 * Block);
        SimulatedTransfer transfer = new(file, receivers: 3, seed: 1, trouble: 0);
        transfer.RunUntil(() => transfer.Receivers.All(receiver => receiver.State.IsComplete));
        int before = transfer.Sent.Count;
        transfer.Receivers[2].Disk.AsSpan(7 * Block, Block).Clear();
        transfer.Restart(transfer.Receivers[2]);

        Assert.True(transfer.RunUntil(() => transfer.Receivers[2].State.IsComplete));
        Assert.Equal(["r2", "r2"], transfer.Sent.Skip(before).Select(sent => sent.To));
    }

    [Fact]
    public void Nothing_is_sent_for_one_who_has_left()
    {
        SimulatedFile file = new(50 * Block);
        SimulatedTransfer transfer = new(file, receivers: 1, seed: 1, trouble: 0);
        transfer.RunUntil(() => transfer.Sent.Count == 10);
        transfer.Sender.Leave("r0");

        Assert.Null(transfer.Sender.Next(transfer.Now).Block);
    }

    [Fact]
    public void Blocks_with_a_wrong_number_or_length_or_before_the_list_count_for_nothing()
    {
        SimulatedFile file = new(3 * Block);
        FileReceiver receiver = new(file.Manifest, 1);

        Assert.Equal(Receipt.Foreign, receiver.Take(new BlockMessage(4, 1, new byte[Block])));
        Assert.Equal(Receipt.Foreign, receiver.Take(new BlockMessage(-1, 1, new byte[Block])));
        Assert.Equal(Receipt.Foreign, receiver.Take(new BlockMessage(1, 1, new byte[Block - 1])));
        Assert.Equal(Receipt.Early, receiver.Take(file.Message(1, 1)));
        Assert.Equal(Receipt.Damaged, receiver.Take(new BlockMessage(0, 2, new byte[file.Layout.ListLength])));
        Assert.Equal(Receipt.ListComplete, receiver.Take(file.Message(0, 3)));
        Assert.Equal(Receipt.Damaged, receiver.Take(new BlockMessage(1, 4, new byte[Block])));
        Assert.Equal(Receipt.New, receiver.Take(file.Message(1, 5)));
        Assert.Equal(Receipt.Known, receiver.Take(file.Message(1, 6)));
        Assert.Equal(Block, receiver.Have);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("..a", true)]
    [InlineData("a b;c", true)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("../a", false)]
    [InlineData("/a", false)]
    [InlineData("a\0", false)]
    public void A_name_is_one_part_of_a_path(string name, bool isName) => Assert.Equal(isName, FileManifest.IsFileName(name));
}
