using System.ComponentModel;
using System.Diagnostics;
using System.Management.Automation;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Commands;

/// <summary>
/// A command that asks remotes: each answer is taken as it comes, and after the answers those that gave none are named, each as
/// an error of its own.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class AskingCmdlet : ConnectedCmdlet
{
    private readonly List<ErrorRecord> _pending = [];
    private readonly Stopwatch _sinceFirst = new();

    /// <summary>After how many seconds without a word from a remote it counts as missing. Not a bound on its work. 2 by default.</summary>
    [Parameter]
    [ValidateRange(0.001, 86400.0)]
    public double TimeoutSeconds { get; set; }

    /// <summary>
    /// After how many seconds the whole question ends. A command that still runs then is ended on the remotes; a job goes on. No bound
    /// by default.
    /// </summary>
    [Parameter]
    [ValidateRange(0.001, 31536000.0)]
    public double TotalTimeoutSeconds { get; set; }

    /// <summary>The remotes that failed at what this command asked. Not those that were known to be offline.</summary>
    private protected HashSet<string> FailedRemotes { get; } = new(StringComparer.Ordinal);

    /// <summary>How long to wait, as the parameters say. The bound on the whole is on all that this command asks together.</summary>
    private protected RollOptions Patience => new()
    {
        Silence = TimeoutSeconds > 0 ? TimeSpan.FromSeconds(TimeoutSeconds) : Fleet.Settings.Silence,
        Total = TotalTimeoutSeconds > 0 ? Max(TimeSpan.FromSeconds(TotalTimeoutSeconds) - _sinceFirst.Elapsed, TimeSpan.Zero) : null,
    };

    /// <summary>
    /// Keeps an error until all that this command has to ask is asked: where errors end the command, one dead remote would hide the others'
    /// answers, or keep them from being asked.
    /// </summary>
    internal override void Report(ErrorRecord error) => _pending.Add(error);

    /// <inheritdoc/>
    internal override void Fail(ErrorRecord error)
    {
        ReportPending();
        base.Fail(error);
    }

    /// <summary>Reports what was kept.</summary>
    private protected void ReportPending()
    {
        ErrorRecord[] errors = [.. _pending];
        _pending.Clear();
        foreach (ErrorRecord error in errors)
        {
            base.Report(error);
        }
    }

    /// <summary>Answers first, as they come; who gave none, last.</summary>
    private protected void Ask(Question question, Action<Outcome> answer) =>
        Ask(Fleet.AskAsync(question, StopToken), answer, _ => { });

    /// <summary>The same for a question that is asked already.</summary>
    /// <param name="events">What happens.</param>
    /// <param name="answer">Takes each answer.</param>
    /// <param name="see">Sees everything, before it is acted upon.</param>
    private protected void Ask(IAsyncEnumerable<AskEvent> events, Action<Outcome> answer, Action<AskEvent> see)
    {
        _sinceFirst.Start();
        List<Outcome> failures = [];
        using CommandProgress progress = new(this);
        Guarded(() =>
        {
            foreach (AskEvent happened in events.ToBlockingEnumerable(StopToken))
            {
                see(happened);
                switch (happened)
                {
                    case AskEvent.Waiting waiting:
                        progress.Show(waiting);
                        break;
                    case AskEvent.Transferring transferring:
                        progress.Show(transferring);
                        break;
                    case AskEvent.Settled { Outcome: { Succeeded: true } outcome }:
                        answer(outcome);
                        break;
                    case AskEvent.Settled { Outcome: var outcome } when IsFailure(outcome) && !IsPassedOver(outcome):
                        failures.Add(outcome);
                        NoteFailure(outcome);
                        break;
                }
            }
        });
        foreach (Outcome failure in failures.OrderBy(failure => failure.Name, StringComparer.Ordinal))
        {
            Report(Errors.Of(failure));
        }

        WriteNotices();
    }

    /// <summary>Counts a remote among those that failed.</summary>
    private protected void NoteFailure(Outcome failure)
    {
        if (failure.Absence?.Kind != AbsenceKind.Offline)
        {
            FailedRemotes.Add(failure.Id);
        }
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    /// <summary>The failures that are no errors of this command.</summary>
    private protected virtual bool IsPassedOver(Outcome failure) => false;

    /// <summary>Who is on the roll and whose keys do not match has answered; who cannot follow the group or the stage has not.</summary>
    private protected static bool IsFailure(Outcome outcome) =>
        outcome.Reply is not { Kind: ReplyKind.Skip, Error: var reason }
        || (outcome.WasExpected && reason?.Code is FaultCode.StaleGroup or FaultCode.StageUnknown);
}
