using System.Management.Automation;
using System.Text.Json;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Objects;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Commands;

/// <summary>Runs a shell command on remotes and waits for it, as long as they show that they work on it.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "MoiRun", SupportsShouldProcess = true)]
[OutputType(typeof(MoiRunResult), typeof(MoiOutputLine))]
public sealed class InvokeMoiRunCommand : CommandCmdlet
{
    private OutputLines? _lines;

    /// <summary>Emits each line while the command runs, and then the result.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

    /// <summary>Emits a PowerShell job at once, which Receive-Job takes the results from. Stop-Job ends the command on the remotes.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    private protected override string AskedVerb => Verb.Run;

    private protected override string Action => $"Run '{Command}'";

    private protected override bool IsCancelledWhenStopped => true;

    private protected override bool IsJobWanted => AsJob;

    private protected override JsonElement AskedArguments(Target target) =>
        JsonSerializer.SerializeToElement(RunFor(target) with { Stream = Stream }, MessageJson.Wire.RunArguments);

    private protected override IAsyncEnumerable<AskEvent> EventsOf(Question question, CancellationToken cancellationToken) => Stream
        ? OutputFollower.FollowAsync(Fleet, question, InlineFor(question.Target), cancellationToken)
        : base.EventsOf(question, cancellationToken);

    private protected override void See(AskEvent happened)
    {
        if (Stream)
        {
            (_lines ??= new OutputLines(WriteObject, WriteWarning)).See(happened);
        }
    }

    private protected override IEnumerable<object> Convert(Outcome outcome)
    {
        RunValue value = outcome.Reply!.Value!.Value.Deserialize(MessageJson.Wire.RunValue)!;
        RunOutput stdout = Complete(outcome, outcome.Reply.Request, "stdout", value.Stdout);
        RunOutput stderr = Complete(outcome, outcome.Reply.Request, "stderr", value.Stderr);
        PSObject result = new(new MoiRunResult
        {
            Address = outcome.Address,
            Name = outcome.Name,
            Id = outcome.Id,
            Success = value is { ExitCode: 0, Ending: RunEnding.Exited },
            Command = Command,
            ExitCode = value.ExitCode,
            Ending = value.Ending switch
            {
                RunEnding.TimedOut => MoiRunEnding.TimedOut,
                RunEnding.Stopped => MoiRunEnding.Stopped,
                _ => MoiRunEnding.Exited,
            },
            Duration = TimeSpan.FromMilliseconds(value.DurationMilliseconds),
            Stdout = stdout.Text,
            Stderr = stderr.Text,
            StdoutBytes = stdout.Bytes,
            StderrBytes = stderr.Bytes,
            Truncated = stdout.IsTruncated || stderr.IsTruncated,
        });
        if (Stream)
        {
            // Its output was shown already.
            result.TypeNames.Insert(0, "Moi.PowerShell.MoiRunResult#Streamed");
        }

        yield return result;
    }
}
