using System.Collections;
using System.ComponentModel;
using System.Management.Automation;
using Moi.PowerShell.Completion;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Objects;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Commands;

/// <summary>A command that has remotes run a shell command.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CommandCmdlet : ChangingCmdlet
{
    private IReadOnlyDictionary<string, string>? _environment;
    private byte[]? _stdin;

    /// <summary>The command, one text for the remote's <c>/bin/sh -c</c>. Single quotes keep PowerShell from expanding <c>$</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Command { get; set; } = string.Empty;

    /// <summary>Where it runs: <c>home</c> (the default), <c>tmp</c>, <c>self</c>, <c>bin</c>, an own destination, or a path on the remote.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public string? Directory { get; set; }

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

    private protected override bool IsInTurns => ThrottleLimit > 0 || base.IsInTurns;

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
    private protected RunArguments RunFor(Target target) => new()
    {
        // A script written on Windows would give sh a carriage return at the end of each line.
        Command = Command.Replace("\r\n", "\n", StringComparison.Ordinal),
        Directory = Directory,
        Environment = _environment,
        Stdin = _stdin,
        TimeoutSeconds = RunTimeoutSeconds > 0 ? RunTimeoutSeconds : null,
        OutputLimit = OutputLimitKB * 1024,
        Inline = InlineFor(target),
    };
}
