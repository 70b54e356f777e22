using System.Management.Automation;
using Moi.PowerShell.Completion;
using Moi.PowerShell.Sessions;
using Moi.Protocol.Configuration;

namespace Moi.PowerShell.Commands;

/// <summary>Shows the operator's configuration: the broker that is used, or those of profiles. Secrets are not shown, only where they come from.</summary>
[Cmdlet(VerbsCommon.Get, "MoiConfig")]
[OutputType(typeof(MoiConfig))]
public sealed class GetMoiConfigCommand : MoiCmdlet
{
    /// <summary>These profiles; wildcards may be used. Without it, the broker that is used without a profile.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string[]? Profile { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        OperatorConfiguration configuration = Guarded(() => OperatorSettings.Load(this));
        if (Profile is null)
        {
            WriteObject(Guarded(() => ConfigObjects.Of(configuration, profile: null)));
            return;
        }

        foreach (string name in Profile)
        {
            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            IEnumerable<string> matching = WildcardPattern.ContainsWildcardCharacters(name) ? configuration.Profiles.Where(pattern.IsMatch) : [name];
            foreach (string profile in matching)
            {
                WriteObject(Guarded(() => ConfigObjects.Of(configuration, profile)));
            }
        }
    }
}
