namespace Moi.PowerShell;

/// <summary>An operator's key, without what must stay secret of it.</summary>
public sealed class MoiOperatorKey
{
    /// <summary>Its name: what <c>operator_key</c> in the configuration may say.</summary>
    public required string Name { get; init; }

    /// <summary>Its id, which stands in what it signs and in the audit of remotes: the SHA-256 thumbprint of the public part, in base64url.</summary>
    public required string Id { get; init; }

    /// <summary>The public part as one line: what <c>key</c> of <c>[operators.NAME]</c> in a remote's configuration says.</summary>
    public required string PublicKey { get; init; }

    /// <summary>The public part in PEM.</summary>
    public required string PublicPem { get; init; }

    /// <summary>Where the key is. It never leaves the operator.</summary>
    public required string Path { get; init; }

    /// <summary>Where the public part is, in PEM: <c>key_file</c> of <c>[operators.NAME]</c> can name a copy of it.</summary>
    public required string PublicPath { get; init; }

    /// <summary>Whether a passphrase opens it.</summary>
    public bool Encrypted { get; init; }

    /// <summary>Whether the configuration says that it signs this operator's requests.</summary>
    public bool InUse { get; init; }
}
