using System.Management.Automation;
using System.Management.Automation.Host;
using System.Net;
using System.Security;
using System.Security.Cryptography;
using Moi.PowerShell.Commands;
using Moi.Protocol.Configuration;
using Moi.Protocol.Trust;

namespace Moi.PowerShell.Trust;

/// <summary>
/// Opens the operator's key for a command. Its passphrase comes from a parameter, from the environment variable
/// <c>MOI_KEY_PASSPHRASE</c>, or from whoever sits at the host; never from a file.
/// </summary>
internal static class Keyring
{
    /// <summary>The environment variable.</summary>
    public const string Variable = "MOI_KEY_PASSPHRASE";

    /// <summary>The keys of the operator whose configuration this is.</summary>
    public static KeyFiles FilesOf(OperatorConfiguration configuration) =>
        new(Path.Combine(Path.GetDirectoryName(configuration.File)!, "keys"));

    /// <summary>Opens a key, or ends the command with an error.</summary>
    /// <param name="command">The command.</param>
    /// <param name="configuration">The operator's configuration.</param>
    /// <param name="name">The key; null for the configuration's, if it names one.</param>
    /// <param name="passphrase">What opens it; null to look elsewhere.</param>
    public static OperatorKey? Open(MoiCmdlet command, OperatorConfiguration configuration, string? name = null, SecureString? passphrase = null)
    {
        if ((name ?? configuration.OperatorKey) is not { } wanted)
        {
            return null;
        }

        KeyFiles files = FilesOf(configuration);
        if (!files.Exists(wanted))
        {
            command.Fail(Errors.OperatorKeyNotFound(wanted, files.PathOf(wanted)));
        }

        try
        {
            if (files.IsOpenToOthers(wanted))
            {
                command.WriteWarning($"The key '{files.PathOf(wanted)}' can be read by others than you; chmod 600 makes it yours alone.");
            }

            return files.Open(wanted, files.IsEncrypted(wanted) ? PassphraseOf(command, wanted, passphrase) : null);
        }
        catch (CryptographicException)
        {
            command.Fail(Errors.OperatorKeyLocked($"The operator key '{wanted}' cannot be opened: the passphrase is another, or the file is damaged.", wanted));
            throw;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            command.Fail(Errors.OperatorKeyUnreadable(wanted, e));
            throw;
        }
    }

    /// <summary>What a secure string holds.</summary>
    public static string TextOf(SecureString secret) => new NetworkCredential(string.Empty, secret).Password;

    private static string PassphraseOf(MoiCmdlet command, string name, SecureString? given)
    {
        if (given is not null)
        {
            return TextOf(given);
        }

        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } variable)
        {
            return variable;
        }

        try
        {
            PSHostUserInterface ui = command.Host.UI ?? throw new NotSupportedException();
            ui.Write($"Passphrase of the operator key '{name}': ");
            return TextOf(ui.ReadLineAsSecureString());
        }
        catch (Exception e) when (e is PSInvalidOperationException or HostException or NotSupportedException or NotImplementedException)
        {
            // There is nobody to ask.
            command.Fail(Errors.OperatorKeyLocked(
                $"The operator key '{name}' needs its passphrase: Connect-MoiBroker -Passphrase gives it, or the environment variable {Variable}.", name));
            throw;
        }
    }
}
