using Moi.PowerShell.Fleet.Files;

namespace Moi.Fleet.Tests.Files;

public sealed class TransferLineTests
{
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public void What_comes_when_it_is_full_is_dropped_but_no_answer_is()
    {
        TransferLine line = new(_ => true);
        for (int i = 0; i < 100; i++)
        {
            line.Put("r1", new byte[Megabyte]);
        }

        line.Leave("r2");
        List<TransferLine.Word> words = Taken(line);

        Assert.InRange(words.Count, 2, 40);
        Assert.Equal(new TransferLine.Word("r2", null), words[^1]);
    }

    [Fact]
    public void Words_without_any_bytes_fill_it_too()
    {
        TransferLine line = new(_ => true);
        for (int i = 0; i < Megabyte; i++)
        {
            line.Put("r1", ReadOnlyMemory<byte>.Empty);
        }

        Assert.InRange(Taken(line).Count, 50_000, Megabyte / 2);
    }

    [Fact]
    public void What_was_taken_makes_room()
    {
        TransferLine line = new(_ => true);
        for (int i = 0; i < 100; i++)
        {
            line.Put("r1", new byte[Megabyte]);
            Assert.True(line.TryTake(out _));
        }

        Assert.False(line.TryTake(out _));
    }

    [Fact]
    public void Those_that_are_not_meant_are_not_heard()
    {
        TransferLine line = new(id => id == "r1");
        line.Put("r2", new byte[1]);
        line.Put("r1", new byte[1]);

        Assert.Equal("r1", Assert.Single(Taken(line)).Id);
    }

    private static List<TransferLine.Word> Taken(TransferLine line)
    {
        List<TransferLine.Word> words = [];
        while (line.TryTake(out TransferLine.Word word))
        {
            words.Add(word);
        }

        return words;
    }
}
