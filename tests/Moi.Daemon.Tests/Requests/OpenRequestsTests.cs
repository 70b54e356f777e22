using Moi.Daemon.Requests;

namespace Moi.Daemon.Tests.Requests;

public sealed class OpenRequestsTests
{
    private readonly OpenRequests _open = new();

    [Fact]
    public void One_under_way_is_cancelled_by_its_operator_only()
    {
        using OpenRequests.Entry entry = _open.TryEnter("ann", "1", default)!;

        Assert.False(_open.Cancel("bob", "1"));
        Assert.False(_open.Cancel("ann", "2"));
        Assert.False(entry.Token.IsCancellationRequested);
        Assert.True(_open.Cancel("ann", "1"));
        Assert.True(entry.Token.IsCancellationRequested);
    }

    [Fact]
    public void One_under_way_is_not_entered_again()
    {
        using OpenRequests.Entry entry = _open.TryEnter("ann", "1", default)!;

        Assert.Null(_open.TryEnter("ann", "1", default));
        Assert.True(_open.Cancel("ann", "1"));
        Assert.True(entry.Token.IsCancellationRequested);
    }

    [Fact]
    public void One_that_is_over_cannot_be_cancelled()
    {
        _open.TryEnter("ann", "1", default)!.Dispose();

        Assert.False(_open.Cancel("ann", "1"));
    }

    [Fact]
    public void The_end_of_the_daemon_cancels_all()
    {
        using CancellationTokenSource stopping = new();
        using OpenRequests.Entry entry = _open.TryEnter("ann", "1", stopping.Token)!;

        stopping.Cancel();

        Assert.True(entry.Token.IsCancellationRequested);
    }

    [Fact]
    public void A_cancellation_that_comes_early_holds_when_its_request_begins_and_for_no_other()
    {
        Assert.False(_open.Cancel("ann", "1"));

        using OpenRequests.Entry early = _open.TryEnter("ann", "1", default)!;
        using OpenRequests.Entry another = _open.TryEnter("bob", "1", default)!;

        Assert.True(early.Token.IsCancellationRequested);
        Assert.False(another.Token.IsCancellationRequested);
    }

    [Fact]
    public void Not_more_than_the_latest_early_cancellations_are_remembered()
    {
        for (int i = 0; i <= 256; i++)
        {
            _open.Cancel("ann", $"{i}");
        }

        using OpenRequests.Entry oldest = _open.TryEnter("ann", "0", default)!;
        using OpenRequests.Entry next = _open.TryEnter("ann", "1", default)!;

        Assert.False(oldest.Token.IsCancellationRequested);
        Assert.True(next.Token.IsCancellationRequested);
    }
}
