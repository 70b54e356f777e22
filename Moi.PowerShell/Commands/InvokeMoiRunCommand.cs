using System.Management.Automation;
using System.Text.Json;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Commands;

/// <summary>Runs a shell command on remotes and waits for it, as long as they show that they work on it.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "MoiRun", SupportsShouldProcess = true)]
[OutputType(typeof(MoiRunResult), typeof(MoiOutputLine))]
public sealed class InvokeMoiRunCommand : CommandCmdlet
{
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

    private protected override bool IsStreamed => Stream;

    private protected override IEnumerable<object> Convert(Outcome outcome) => [ResultOf(outcome, Command)];
}
