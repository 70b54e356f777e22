using System.Management.Automation;
using System.Text.Json;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Objects;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Commands;

/// <summary>Starts a shell command on remotes and does not wait for it. It outlives this session and restarts of the remote's daemon.</summary>
[Cmdlet(VerbsLifecycle.Start, "MoiJob", SupportsShouldProcess = true)]
[OutputType(typeof(MoiJob))]
public sealed class StartMoiJobCommand : CommandCmdlet
{
    private const int LongestName = 128;

    /// <summary>What the job is called: the key that will hold its result, as in <c>Get-MoiRemote NAME.code</c>. Letters, digits, <c>-</c> and <c>_</c>.</summary>
    [Parameter(Position = 2)]
    [ValidateNotNullOrEmpty]
    public string? JobName { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (JobName is { } name && (name.Length > LongestName || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')))
        {
            ThrowTerminatingError(Errors.BadArgument(
                "BadJobName", $"'{name}' cannot be the name of a job: use 1 to {LongestName} letters, digits, '-' and '_'.", name));
        }
    }

    private protected override string AskedVerb => Verb.Start;

    private protected override string Action => $"Start '{Command}'";

    private protected override JsonElement AskedArguments(Target target) => JsonSerializer.SerializeToElement(
        new StartArguments { Name = JobName, Run = RunFor(target) }, MessageJson.Wire.StartArguments);

    private protected override IEnumerable<object> Convert(Outcome outcome)
    {
        MoiJob job = JobObjects.Of(outcome, Answer.JobOf(outcome));
        Session.SeenJobs.Add([job.JobName]);
        return [job];
    }
}
