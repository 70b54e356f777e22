using System.Management.Automation;
using System.Text.Json;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Objects;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Commands;

/// <summary>Runs a shell command on remotes and waits for it, as long as they show that they work on it.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "MoiRun", SupportsShouldProcess = true)]
[OutputType(typeof(MoiRunResult))]
public sealed class InvokeMoiRunCommand : RemoteCmdlet
{
    private const int LargestInline = 64 * 1024;
    private const int InlineOfAll = 4 * 1024 * 1024;
    private const int SmallestInline = 1024;

    /// <summary>The command, one text for the remote's <c>/bin/sh -c</c>. Single quotes keep PowerShell from expanding <c>$</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Command { get; set; } = string.Empty;

    /// <summary>Where it runs: <c>home</c> (the default), <c>tmp</c>, <c>self</c>, <c>bin</c>, an own destination, or a path on the remote.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Directory { get; set; }

    /// <summary>After how many seconds the command is killed with all its children. Never by default.</summary>
    [Parameter]
    [ValidateRange(0.001, 31536000.0)]
    public double RunTimeoutSeconds { get; set; }

    private protected override string AskedVerb => Verb.Run;

    private protected override string Action => $"Run '{Command}'";

    private protected override bool IsCancelledWhenStopped => true;

    private protected override JsonElement AskedArguments(Target target) => JsonSerializer.SerializeToElement(
        new RunArguments
        {
            // A script written on Windows would give sh a carriage return at the end of each line.
            Command = Command.ReplaceLineEndings("\n"),
            Directory = Directory,
            TimeoutSeconds = RunTimeoutSeconds > 0 ? RunTimeoutSeconds : null,
            Inline = Math.Clamp(InlineOfAll / Math.Max(1, target.Expected.Count), SmallestInline, LargestInline),
        },
        MessageJson.Wire.RunArguments);

    private protected override object Convert(Outcome outcome)
    {
        RunValue value = outcome.Reply!.Value!.Value.Deserialize(MessageJson.Wire.RunValue)!;
        RunOutput stdout = Complete(outcome, "stdout", value.Stdout);
        RunOutput stderr = Complete(outcome, "stderr", value.Stderr);
        return new MoiRunResult
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
        };
    }

    /// <summary>Fetches what of a stream did not come with the answer.</summary>
    private RunOutput Complete(Outcome outcome, string stream, StreamValue value)
    {
        RunOutput output = new(value);
        while (output.NextMissing is { } offset)
        {
            if (Fetch(outcome, stream, offset) is not { Data.Length: > 0 } piece)
            {
                WriteWarning($"{outcome.Address} {outcome.Name}: {stream} is not complete, {value.Bytes - offset} bytes could not be fetched.");
                break;
            }

            output.Add(piece);
        }

        return output;
    }

    private OutputValue? Fetch(Outcome outcome, string stream, long offset)
    {
        OutputArguments arguments = new(outcome.Reply!.Request, stream, offset, LargestInline);
        Target target = new Selection { Given = Fleet.Presence.Find(outcome.Id) is { } remote ? [remote] : [] }.Resolve(Fleet.Presence);
        OutputValue? piece = null;
        Ask(
            new Question(Verb.Output, JsonSerializer.SerializeToElement(arguments, MessageJson.Wire.OutputArguments), target, Patience),
            answer => piece = answer.Reply!.Value!.Value.Deserialize(MessageJson.Wire.OutputValue));
        return piece;
    }
}
