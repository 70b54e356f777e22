namespace Moi.Daemon.Keys;

/// <summary>What a change came to: an answer for whoever asked, and what must be on disk before it is given.</summary>
internal readonly record struct Decision<T>(T Answer, StoreRecord? Record = null);

/// <summary>A change that waits for the writer.</summary>
internal abstract class PendingChange
{
    private int _taken;

    /// <summary>Decides on the state that all earlier changes lead to; the record to write, if any.</summary>
    public abstract StoreRecord? Decide(StoreState state);

    /// <summary>Gives the answer: what was decided has happened.</summary>
    public abstract void Settle();

    /// <summary>Gives a failure: what was decided has not happened.</summary>
    public abstract void Fail(Exception reason);

    /// <summary>Gives a cancellation, unless the writer was first.</summary>
    public abstract void Cancel(CancellationToken token);

    /// <summary>True once: for the writer, or for the cancellation, so that cancelled means not done.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _taken, 1) == 0;
}

/// <inheritdoc cref="PendingChange"/>
internal sealed class PendingChange<T>(Func<StoreState, Decision<T>> decide) : PendingChange
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _objection;
    private T? _decided;

    public Task<T> Answer => _answer.Task;

    public override StoreRecord? Decide(StoreState state)
    {
        try
        {
            (_decided, StoreRecord? record) = decide(state);
            return record;
        }
#pragma warning disable CA1031 // What goes wrong in a caller's decision is that caller's, and must not end the writer.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _objection = e;
            return null;
        }
    }

    public override void Settle()
    {
        if (_objection is not null)
        {
            _answer.TrySetException(_objection);
        }
        else
        {
            _answer.TrySetResult(_decided!);
        }
    }

    public override void Fail(Exception reason) => _answer.TrySetException(reason);

    public override void Cancel(CancellationToken token)
    {
        if (TryTake())
        {
            _answer.TrySetCanceled(token);
        }
    }
}
