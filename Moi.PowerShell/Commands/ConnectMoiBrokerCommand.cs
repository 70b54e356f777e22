using System.Management.Automation;
using System.Security;
using Moi.PowerShell.Completion;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Sessions;
using Moi.PowerShell.Trust;
using Moi.Protocol.Configuration;

namespace Moi.PowerShell.Commands;

/// <summary>
/// Connects to a broker, for all commands that follow in this runspace. The first command does so by itself with the
/// configuration's broker; this one is for another broker, user or profile.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "MoiBroker")]
[OutputType(typeof(MoiConnection))]
public sealed class ConnectMoiBrokerCommand : MoiCmdlet
{
    /// <summary>The broker's name or address, in place of the configuration's.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Broker { get; set; }

    /// <summary>The broker's port, in place of the configuration's.</summary>
    [Parameter(Position = 1)]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <summary>The user and password for the broker, in place of the configuration's.</summary>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>A broker of the configuration, by the name in <c>[profiles.NAME]</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string? Profile { get; set; }

    /// <summary>The key that signs the requests, by its name, in place of the configuration's <c>operator_key</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(OperatorKeyNameCompleter))]
    public string? OperatorKey { get; set; }

    /// <summary>
    /// What opens the key. Without it the environment variable <c>MOI_KEY_PASSPHRASE</c> is looked at, and then you are asked.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Passphrase { get; set; }

    /// <summary>Emits the connection too, for -Connection of other commands. It is then kept until Disconnect-MoiBroker is given it.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        OperatorConfiguration configuration = Guarded(() => OperatorSettings.Load(this));
        FleetSettings settings = Guarded(() => OperatorSettings.SettingsOf(configuration, Profile));
        settings = settings with
        {
            Key = Keyring.Open(this, configuration, OperatorKey, Passphrase),
            Broker = settings.Broker with
            {
                Host = Broker ?? settings.Broker.Host,
                Port = Port > 0 ? Port : settings.Broker.Port,
                UserName = Credential?.UserName ?? settings.Broker.UserName,
                Password = Credential?.GetNetworkCredential().Password ?? settings.Broker.Password,
            },
        };
        FleetConnection fleet = Guarded(() => Await(FleetConnection.ConnectAsync(settings, StopToken)));
        MoiConnection connection = new(fleet) { IsHeld = PassThru };
        Await(Session.ReplaceConnectionAsync(connection));
        if (PassThru)
        {
            WriteObject(connection);
        }
    }
}
