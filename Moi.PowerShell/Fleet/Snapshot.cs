using System.Security.Cryptography;

namespace Moi.PowerShell.Fleet;

/// <summary>Tells when all kept states have come, by a sentinel that the broker hands back after them.</summary>
internal sealed class Snapshot
{
    private volatile Pending? _pending;

    /// <summary>Begins one, in place of any before.</summary>
    /// <returns>What to publish to ourselves, and what ends when it is back.</returns>
    public (byte[] Sentinel, Task Back) Begin()
    {
        Pending pending = new(
            RandomNumberGenerator.GetBytes(16), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _pending = pending;
        return (pending.Sentinel, pending.Back.Task);
    }

    /// <summary>Takes in a message to ourselves.</summary>
    /// <returns>Whether it was the sentinel.</returns>
    public bool TryEnd(ReadOnlySpan<byte> payload)
    {
        if (_pending is not { } pending || !payload.SequenceEqual(pending.Sentinel))
        {
            return false;
        }

        pending.Back.TrySetResult();
        return true;
    }

    private sealed record Pending(byte[] Sentinel, TaskCompletionSource Back);
}
