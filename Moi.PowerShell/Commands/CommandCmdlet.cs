using System.Collections;
using System.ComponentModel;
using System.Management.Automation;
using Moi.PowerShell.Completion;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Objects;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Commands;

/// <summary>A command that has remotes run a shell command.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CommandCmdlet : RemoteCmdlet
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
