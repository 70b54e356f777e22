using System.Management.Automation;
using System.Security;
using Moi.PowerShell.Trust;
using Moi.Protocol;
using Moi.Protocol.Trust;

namespace Moi.PowerShell.Commands;

/// <summary>
/// Makes a key that signs an operator's requests: <c>keys/NAME.key</c> in the operator's home, which nobody else may read, and
/// <c>keys/NAME.pub</c> beside it, which devices get. With <c>operator_key = "NAME"</c> in the configuration every request is signed.
/// </summary>
[Cmdlet(VerbsCommon.New, "MoiOperatorKey", SupportsShouldProcess = true)]
[OutputType(typeof(MoiOperatorKey))]
public sealed class NewMoiOperatorKeyCommand : OperatorKeyCmdlet
{
    /// <summary>The key's name: letters, digits, - and _. By default the operator's own.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Encrypts the key in its file, so that a copy of the file alone is worth nothing.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Passphrase { get; set; }

    /// <summary>Replaces a key of that name. Remotes that know the old one take nothing signed by the new one until they are given it.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the key.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string name = Name ?? Configuration.Operator;
        if (!Token.IsValid(name))
        {
            ThrowTerminatingError(Errors.BadArgument(
                "BadKeyName", $"'{name}' cannot be a key's name: use 1 to {Token.MaximumLength} letters, digits, '-' or '_'.", name));
        }

        if (Passphrase is { Length: 0 })
        {
            ThrowTerminatingError(Errors.BadArgument("EmptyPassphrase", "The passphrase is empty; leave it out for a key without one.", name));
        }

        if (Files.Exists(name) && !Force)
        {
            ThrowTerminatingError(Errors.OperatorKeyExists(name, Files.PathOf(name)));
        }

        if (ShouldProcess(Files.PathOf(name), "Make an operator key"))
        {
            Make(name);
        }
    }

    private void Make(string name)
    {
        try
        {
            using var key = OperatorKey.Create();
            Files.Save(name, key, Passphrase is null ? null : Keyring.TextOf(Passphrase), Force);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(Errors.OperatorKeyUnwritable(name, e));
        }

        if (Configuration.OperatorKey != name)
        {
            WriteVerbose($"Requests are signed with it when {Configuration.File} says operator_key = \"{name}\".");
        }

        if (PassThru && Describe(name) is { } made)
        {
            WriteObject(made);
        }
    }
}
