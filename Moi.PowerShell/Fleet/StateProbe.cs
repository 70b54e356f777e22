namespace Moi.PowerShell.Fleet;

/// <summary>Waits for something of our own to come back. Safe for several threads.</summary>
internal sealed class StateProbe
{
    private volatile TaskCompletionSource? _back;

    /// <summary>Begins to wait.</summary>
    /// <returns>Completes when it is back.</returns>
    public Task Begin()
    {
        TaskCompletionSource back = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _back = back;
        return back.Task;
    }

    /// <summary>It is back.</summary>
    public void End() => _back?.TrySetResult();
}
