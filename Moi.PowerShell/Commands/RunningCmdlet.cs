using System.Collections;
using System.ComponentModel;
using System.Management.Automation;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Objects;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Commands;

/// <summary>A command that has remotes run something: what it runs with, and what comes of it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RunningCmdlet : ChangingCmdlet
{
    private IReadOnlyDictionary<string, string>? _environment;
    private byte[]? _stdin;
    private OutputLines? _lines;

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

    /// <summary>
    /// At most so many remotes work on it at a time: as one ends, the next begins. Each is asked by itself then. No limit by default.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int ThrottleLimit { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
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

    /// <summary>Whether lines are emitted while it runs; the question then says so too.</summary>
    private protected virtual bool IsStreamed => false;

    private protected override bool IsInTurns => ThrottleLimit > 0 || base.IsInTurns;

    private protected override IAsyncEnumerable<AskEvent> EventsOf(Question question, CancellationToken cancellationToken) => IsStreamed
        ? OutputFollower.FollowAsync(Fleet, question, InlineFor(question.Target), cancellationToken)
        : base.EventsOf(question, cancellationToken);

    private protected override void See(AskEvent happened)
    {
        if (IsStreamed)
        {
            (_lines ??= new OutputLines(WriteObject, WriteWarning)).See(happened);
        }
    }

    private protected override void Act(Target target)
    {
        if (ThrottleLimit == 0)
        {
            base.Act(target);
            return;
        }

        List<RemotePresence> remotes = [.. ExactlyMeant(target).OrderBy(remote => remote.Name, StringComparer.Ordinal)];
        Throttle throttle = new(
            remotes,
            ThrottleLimit,
            (remote, stop) => EventsOf(QuestionFor(Target.Exactly([remote], stage: null)), stop),
            () => MaxFailures is not null && AreTooManyFailed(remotes.Count));
        Ask(throttle.RunAsync(StopToken), EmitterOf(stage: null), See);
        if (throttle.Left is { Count: > 0 } left)
        {
            Report(Errors.StoppedEarly(FailedRemotes.Count, left));
        }
    }

    /// <summary>What the remotes are asked to run.</summary>
    /// <param name="target">Who runs it.</param>
    /// <param name="command">The command.</param>
    /// <param name="directory">Where; null for home.</param>
    private protected RunArguments RunFor(Target target, string command, string? directory) => new()
    {
        // A script written on Windows would give sh a carriage return at the end of each line.
        Command = command.Replace("\r\n", "\n", StringComparison.Ordinal),
        Directory = directory,
        Environment = _environment,
        Stdin = _stdin,
        TimeoutSeconds = RunTimeoutSeconds > 0 ? RunTimeoutSeconds : null,
        OutputLimit = OutputLimitKB * 1024,
        Inline = InlineFor(target),
    };

    /// <summary>What came of a run on one remote, with all its output.</summary>
    private protected PSObject ResultOf(Outcome outcome, string command)
    {
        RunValue value = Answer.RunOf(outcome);
        RunOutput stdout = Complete(outcome, outcome.Reply!.Request, "stdout", value.Stdout);
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
            Duration = Answer.Duration(value.DurationMilliseconds),
            Stdout = stdout.Text,
            Stderr = stderr.Text,
            StdoutBytes = stdout.Bytes,
            StderrBytes = stderr.Bytes,
            Truncated = stdout.IsTruncated || stderr.IsTruncated,
        });
        if (IsStreamed)
        {
            // Its output was shown already.
            result.TypeNames.Insert(0, "Moi.PowerShell.MoiRunResult#Streamed");
        }

        return result;
    }
}
