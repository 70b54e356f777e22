using System.Management.Automation;
using System.Text.Json;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Commands;

/// <summary>Ends the daemon on remotes; their supervisor starts it again.</summary>
[Cmdlet(VerbsLifecycle.Restart, "MoiRemote", SupportsShouldProcess = true)]
[OutputType(typeof(MoiRestartResult))]
public sealed class RestartMoiRemoteCommand : RemoteCmdlet
{
    private static readonly JsonElement NoArguments = JsonDocument.Parse("{}").RootElement;

    private protected override string AskedVerb => Verb.Restart;

    private protected override string Action => "Restart";

    private protected override JsonElement AskedArguments(Target target) => NoArguments;

    private protected override IEnumerable<object> Convert(Outcome outcome) =>
    [
        new MoiRestartResult
        {
            Address = outcome.Address,
            Name = outcome.Name,
            Id = outcome.Id,
        },
    ];
}
