namespace Moi.PowerShell;

/// <summary>What the operator's configuration says of a broker, and how it is asked. Secrets are never in it, only where they come from.</summary>
public sealed class MoiConfig
{
    /// <summary>The profile; empty for the broker that is used without one.</summary>
    public required string Profile { get; init; }

    /// <summary>The broker's name or address.</summary>
    public required string Broker { get; init; }

    /// <summary>The broker's port.</summary>
    public required int Port { get; init; }

    /// <summary>Who the operator is to the broker; null for anonymous.</summary>
    public string? User { get; init; }

    /// <summary>Where the password comes from; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>What all topics begin with.</summary>
    public required string TopicRoot { get; init; }

    /// <summary>Whether the connection is by TLS.</summary>
    public required bool Tls { get; init; }

    /// <summary>The file with the certificates that the broker is checked by; null for those the system trusts.</summary>
    public string? CaFile { get; init; }

    /// <summary>The operator's certificate; null for none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The key to the certificate; null for none.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Where the key's passphrase comes from; null for none.</summary>
    public string? Passphrase { get; init; }

    /// <summary>After how many seconds a silent remote counts as missing.</summary>
    public required double TimeoutSeconds { get; init; }

    /// <summary>What is put before the name of a file that is pulled into a folder.</summary>
    public required string DefaultPullPattern { get; init; }

    /// <summary>The operator's name as remotes see it.</summary>
    public required string Operator { get; init; }

    /// <summary>The key that signs the operator's requests, by its name; null to leave them unsigned.</summary>
    public string? OperatorKey { get; init; }

    /// <summary>The names of all profiles.</summary>
    public required IReadOnlyList<string> Profiles { get; init; }

    /// <summary>The file.</summary>
    public required string File { get; init; }
}
