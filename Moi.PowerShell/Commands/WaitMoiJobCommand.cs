using System.Management.Automation;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Objects;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Commands;

/// <summary>
/// Waits until jobs of remotes have ended, as long as the remotes are alive, and emits what came of them. Remotes may restart
/// meanwhile; Ctrl+C ends the wait and not the jobs.
/// </summary>
[Cmdlet(VerbsLifecycle.Wait, "MoiJob")]
[OutputType(typeof(MoiJobResult))]
public sealed class WaitMoiJobCommand : JobCmdlet
{
    /// <summary>A remote that is asked again after a restart, however late, is still to wait: that changes nothing.</summary>
    private const int TimeToLive = 7 * 24 * 3600;

    /// <summary>How long a remote that went offline has to come back.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    /// <summary>Emits a PowerShell job at once, which Receive-Job takes the results from. Stop-Job ends the wait and not the remotes' jobs.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    private protected override string AskedVerb => Verb.Wait;

    private protected override bool IsCancelledWhenStopped => true;

    private protected override bool IsJobWanted => AsJob;

    /// <inheritdoc/>
    protected override void BeginProcessing() => RequireJobs();

    private protected override Question QuestionFor(Target target)
    {
        Question question = base.QuestionFor(target);
        return question with
        {
            Roll = question.Roll with { Grace = TimeoutSeconds > 0 ? null : Grace },
            TimeToLive = TimeToLive,
        };
    }

    private protected override IEnumerable<object> Convert(Outcome outcome) => JobsOf(outcome).Select(
        job => JobObjects.ResultOf(outcome, job, (stream, value) => Complete(outcome, job.Id, stream, value)));
}
