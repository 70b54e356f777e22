namespace Moi.Testing;

/// <summary>Lets through while it is open, holds back while it is closed.</summary>
internal sealed class Valve
{
    private volatile TaskCompletionSource? _closed;

    public void Close() => _closed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open()
    {
        TaskCompletionSource? closed = _closed;
        _closed = null;
        closed?.SetResult();
    }

    public Task WaitAsync() => _closed?.Task ?? Task.CompletedTask;
}
