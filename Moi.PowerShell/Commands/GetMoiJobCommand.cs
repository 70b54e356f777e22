using System.Management.Automation;
using Moi.PowerShell.Objects;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Commands;

/// <summary>Lists the jobs of remotes: those that run, and the latest that have ended.</summary>
[Cmdlet(VerbsCommon.Get, "MoiJob")]
[OutputType(typeof(MoiJob))]
public sealed class GetMoiJobCommand : JobCmdlet
{
    private protected override string AskedVerb => Verb.Jobs;

    private protected override IEnumerable<object> Convert(Outcome outcome) => JobsOf(outcome).Select(job => JobObjects.Of(outcome, job));
}
