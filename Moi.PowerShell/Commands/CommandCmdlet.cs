using System.ComponentModel;
using System.Management.Automation;
using Moi.PowerShell.Completion;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Commands;

/// <summary>A command that has remotes run a shell command.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CommandCmdlet : RunningCmdlet
{
    /// <summary>The command, one text for the remote's <c>/bin/sh -c</c>. Single quotes keep PowerShell from expanding <c>$</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Command { get; set; } = string.Empty;

    /// <summary>Where it runs: <c>home</c> (the default), <c>tmp</c>, <c>self</c>, <c>bin</c>, an own destination, or a path on the remote.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public string? Directory { get; set; }

    /// <summary>What the remotes are asked to run.</summary>
    private protected RunArguments RunFor(Target target) => RunFor(target, Command, Directory);
}
