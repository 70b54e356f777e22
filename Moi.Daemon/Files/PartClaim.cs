namespace Moi.Daemon.Files;

/// <summary>The right to one part of a file, until it is disposed.</summary>
/// <param name="key">Names the part.</param>
/// <param name="release">Told at the end.</param>
internal sealed class PartClaim(string key, Action<PartClaim> release) : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Names the part.</summary>
    public string Key => key;

    /// <summary>Is cancelled when another transfer takes the place of this one.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Tells whoever has the claim to end, and returns when it has.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _ended.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives the claim back. The source of its token is left to the collector: it has no timer, and others may still cancel it.</summary>
    public void Dispose()
    {
        release(this);
        _ended.TrySetResult();
    }
}
