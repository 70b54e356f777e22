using System.ComponentModel;
using System.Security.Cryptography;
using Moi.PowerShell.Sessions;
using Moi.PowerShell.Trust;
using Moi.Protocol.Configuration;
using Moi.Protocol.Trust;

namespace Moi.PowerShell.Commands;

/// <summary>A command on the operator's keys. It needs no broker.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class OperatorKeyCmdlet : MoiCmdlet
{
    private OperatorConfiguration? _configuration;

    /// <summary>The operator's configuration.</summary>
    internal OperatorConfiguration Configuration => _configuration ??= Guarded(() => OperatorSettings.Load(this));

    /// <summary>The operator's keys.</summary>
    internal KeyFiles Files => Keyring.FilesOf(Configuration);

    /// <summary>What can be shown of a key; null, and an error, where it cannot be read.</summary>
    internal MoiOperatorKey? Describe(string name)
    {
        try
        {
            OperatorPublicKey key = Files.Public(name);
            return new MoiOperatorKey
            {
                Name = name,
                Id = key.Id,
                PublicKey = key.Line,
                PublicPem = key.Pem,
                Path = Files.PathOf(name),
                PublicPath = Files.PublicPathOf(name),
                Encrypted = Files.IsEncrypted(name),
                InUse = Configuration.OperatorKey == name,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            WriteError(Errors.OperatorKeyUnreadable(name, e));
            return null;
        }
    }
}
