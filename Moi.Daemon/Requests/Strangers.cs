using Moi.Daemon.Trust;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Requests;

/// <summary>
/// Tells those who are turned away that they are, and no more, whatever the reason; and keeps them for the audit. So many at once and
/// then one a second: whoever comes more often is neither answered nor written down.
/// </summary>
internal sealed class Strangers(ReplyWriter replies, Audit audit, TimeProvider time)
{
    private const int Burst = 32;

    private readonly Allowance _allowance = new(Burst, TimeSpan.FromSeconds(1), time);

    /// <summary>Turns one away.</summary>
    public Task TurnAwayAsync(Admission.TurnedAway stranger, CancellationToken stopping)
    {
        if (!_allowance.TryTake(out long leftOut))
        {
            return Task.CompletedTask;
        }

        audit.AddStranger(stranger.Request, stranger.KeyId, stranger.Reason, leftOut);
        return stranger is { IsTold: true, Request: { } request }
            ? replies.SendAsync(request, replies.Make(request, ReplyKind.Refused) with { Error = Refusal }, stopping)
            : Task.CompletedTask;
    }

    private static Fault Refusal { get; } = new(
        FaultCode.NotTrusted, "This remote takes requests only from operators whose keys it has; New-MoiOperatorKey makes one.");
}
