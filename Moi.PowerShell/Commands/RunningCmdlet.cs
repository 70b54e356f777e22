using System.Collections;
using System.ComponentModel;
using System.Management.Automation;
using System.Text.Json;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Objects;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Commands;

/// <summary>A command that has remotes run something: what it runs with, and what comes of it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RunningCmdlet : RemoteCmdlet
{
    private IReadOnlyDictionary<string, string>? _environment;
    private byte[]? _stdin;

    /// <summary>After how many seconds the command is killed with all its children. Never by default.</summary>
    [Parameter]
    [ValidateRange(0.001, 31536000.0)]
    public double RunTimeoutSeconds { get; set; }

    /// <summary>Variables to set for the command, beside those of the daemon.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Environment { get; set; }

    /// <summary>What the command reads on its standard input: a text, lines, or bytes; 96 KiB at the most. Without it the input is at its end at once.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? StandardInput { get; set; }

    /// <summary>How many KiB of each output the remote keeps: the first half and the last. 1024 by default.</summary>
    [Parameter]
    [ValidateRange(0, 16 * 1024)]
    public int OutputLimitKB { get; set; } = 1024;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            _environment = Environment is null ? null : CommandInput.Variables(Environment);
            _stdin = StandardInput is null ? null : CommandInput.Bytes(StandardInput);
        }
        catch (MoiException e)
        {
            ThrowTerminatingError(Errors.BadArgument("BadCommandInput", e.Message, StandardInput));
        }
    }

    /// <summary>What the remotes are asked to run.</summary>
    /// <param name="target">Who runs it.</param>
    /// <param name="command">The command.</param>
    /// <param name="directory">Where; null for home.</param>
    private protected RunArguments RunFor(Target target, string command, string? directory) => new()
    {
        // A script written on Windows would give sh a carriage return at the end of each line.
        Command = command.ReplaceLineEndings("\n"),
        Directory = directory,
        Environment = _environment,
        Stdin = _stdin,
        TimeoutSeconds = RunTimeoutSeconds > 0 ? RunTimeoutSeconds : null,
        OutputLimit = OutputLimitKB * 1024,
        Inline = InlineFor(target),
    };

    /// <summary>Asks the remotes to run it, and emits what comes of it.</summary>
    /// <param name="target">Who runs it.</param>
    /// <param name="isStreamed">Whether lines are emitted while it runs; the question then says so too.</param>
    private protected void Run(Target target, bool isStreamed)
    {
        Question question = QuestionFor(target);
        if (isStreamed)
        {
            OutputLines lines = new(WriteObject, WriteWarning);
            Ask(OutputFollower.FollowAsync(Fleet, question, InlineFor(target), StopToken), EmitterOf(question), lines.See);
        }
        else
        {
            Ask(question, EmitterOf(question));
        }
    }

    /// <summary>What came of a run on one remote, with all its output.</summary>
    private protected PSObject ResultOf(Outcome outcome, string command, bool isStreamed)
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
            Command = command,
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
        if (isStreamed)
        {
            // Its output was shown already.
            result.TypeNames.Insert(0, "Moi.PowerShell.MoiRunResult#Streamed");
        }

        return result;
    }
}
