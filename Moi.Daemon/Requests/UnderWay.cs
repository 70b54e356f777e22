namespace Moi.Daemon.Requests;

/// <summary>Counts the requests under way, and tells when none is left.</summary>
internal sealed class UnderWay
{
    private readonly object _gate = new();
    private int _count;
    private TaskCompletionSource? _none;

    /// <summary>One more.</summary>
    /// <returns>How many there are with it.</returns>
    public int Enter()
    {
        lock (_gate)
        {
            return ++_count;
        }
    }

    /// <summary>One less.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (--_count == 0)
            {
                _none?.TrySetResult();
                _none = null;
            }
        }
    }

    /// <summary>Ends when there is none; at once where there is none now.</summary>
    public Task NoneAsync()
    {
        lock (_gate)
        {
            if (_count == 0)
            {
                return Task.CompletedTask;
            }

            _none ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _none.Task;
        }
    }
}
