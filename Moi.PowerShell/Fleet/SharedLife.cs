namespace Moi.PowerShell.Fleet;

/// <summary>The life of something that has one owner and perhaps some who still work with it: it ends, once, when all have let go.</summary>
/// <param name="end">Ends it.</param>
internal sealed class SharedLife(Func<Task> end)
{
    private readonly object _sync = new();
    private readonly Lazy<Task> _end = new(end);
    private int _holders;
    private bool _isReleased;

    /// <summary>Keeps it alive beyond its owner.</summary>
    /// <returns>What is disposed when that is over; null where it has ended already.</returns>
    public IAsyncDisposable? Hold()
    {
        lock (_sync)
        {
            if (_end.IsValueCreated)
            {
                return null;
            }

            _holders++;
            return new Holder(this);
        }
    }

    /// <summary>The owner lets go.</summary>
    public ValueTask ReleaseAsync()
    {
        lock (_sync)
        {
            _isReleased = true;
            return EndWhenFree();
        }
    }

    private ValueTask LetGoAsync()
    {
        lock (_sync)
        {
            _holders--;
            return EndWhenFree();
        }
    }

    private ValueTask EndWhenFree() => _holders > 0 || !_isReleased ? ValueTask.CompletedTask : new ValueTask(_end.Value);

    private sealed class Holder(SharedLife life) : IAsyncDisposable
    {
        private int _hasLetGo;

        public ValueTask DisposeAsync() =>
            Interlocked.Exchange(ref _hasLetGo, 1) == 0 ? life.LetGoAsync() : ValueTask.CompletedTask;
    }
}
