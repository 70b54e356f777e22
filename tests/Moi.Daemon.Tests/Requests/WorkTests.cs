using System.Collections.Concurrent;
using Moi.Daemon.Requests;
using Moi.Protocol.Messages;
using Moi.Testing;

namespace Moi.Daemon.Tests.Requests;

/// <summary>What an operator is told while a request is worked on.</summary>
public sealed class WorkTests
{
    private readonly ManualClock _clock = new();
    private readonly ConcurrentQueue<(ReplyKind Kind, double Beat)> _told = new();

    [Fact]
    public async Task Nothing_is_said_of_what_is_done_within_100_ms()
    {
        await using (Work work = Begin(rollSize: 1))
        {
            _clock.Advance(TimeSpan.FromMilliseconds(99));
        }

        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(_told);
        Assert.Equal(0, _clock.Timers);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-5, 1)]
    [InlineData(500, 1)]
    [InlineData(1000, 2)]
    [InlineData(10_000, 20)]
    [InlineData(int.MaxValue, 60)]
    public async Task After_that_it_is_acknowledged_and_beats_as_often_as_it_promised(int rollSize, int seconds)
    {
        await using Work work = Begin(rollSize);

        _clock.Advance(TimeSpan.FromMilliseconds(100));
        await TellsAsync(1);
        for (int beat = 2; beat <= 5; beat++)
        {
            _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(beat - 1, _told.Count);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            await TellsAsync(beat);
        }

        Assert.All(_told, told => Assert.Equal((ReplyKind.Ack, seconds * 1000), told));
    }

    [Fact]
    public async Task One_that_waits_says_that_it_is_queued_until_it_begins()
    {
        await using Work work = Begin(rollSize: 1);

        work.Queue();
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        await TellsAsync(1);
        work.Begin();
        _clock.Advance(TimeSpan.FromSeconds(1));
        await TellsAsync(2);

        Assert.Equal([ReplyKind.Queued, ReplyKind.Ack], _told.Select(told => told.Kind));
    }

    [Fact]
    public async Task When_it_is_over_a_word_under_way_is_waited_for_and_none_follows()
    {
        TaskCompletionSource sending = new();
        TaskCompletionSource sent = new();
        Work work = new(1, (_, _, _) => Send(), _clock);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        await sending.Task;

        ValueTask over = work.DisposeAsync();
        Assert.False(over.IsCompleted);
        sent.SetResult();
        await over;

        Assert.Equal(0, _clock.Timers);

        Task Send()
        {
            sending.SetResult();
            return sent.Task;
        }
    }

    private Work Begin(int rollSize) => new(
        rollSize,
        (kind, _, beat) =>
        {
            _told.Enqueue((kind, beat.TotalMilliseconds));
            return Task.CompletedTask;
        },
        _clock);

    /// <summary>Waits until so many words are said and the next one is on its way.</summary>
    private Task TellsAsync(int words) => Eventually.Holds(() => _told.Count == words && _clock.Timers == 1, $"{words} words");
}
