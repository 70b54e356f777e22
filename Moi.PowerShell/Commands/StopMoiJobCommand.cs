using System.Management.Automation;
using Moi.PowerShell.Objects;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Commands;

/// <summary>Stops jobs of remotes with all their processes, and returns when nothing of them is left. Those that have ended stay as they are.</summary>
[Cmdlet(VerbsLifecycle.Stop, "MoiJob", SupportsShouldProcess = true)]
[OutputType(typeof(MoiJob))]
public sealed class StopMoiJobCommand : JobCmdlet
{
    private protected override string AskedVerb => Verb.Stop;

    private protected override string Action
    {
        get
        {
            string names = string.Join(", ", JobName ?? Input.Select(input => input.Properties["JobName"]?.Value).OfType<string>().Distinct());
            return names.Length > 0 ? $"Stop the job {names}" : "Stop all jobs";
        }
    }

    /// <inheritdoc/>
    protected override void BeginProcessing() => RequireJobs();

    private protected override IEnumerable<object> Convert(Outcome outcome) => JobsOf(outcome).Select(job => JobObjects.Of(outcome, job));
}
