namespace Moi.Protocol.Transport;

/// <summary>
/// How the connection to the broker is encrypted: TLS 1.2 or 1.3, the certificate chain and the host name always
/// checked. Files are read anew at each connect, so that renewed certificates need no restart.
/// </summary>
public sealed record TlsOptions
{
    /// <summary>A PEM file with the only authorities trusted for the broker. Null trusts those of the system.</summary>
    public string? CaFile { get; init; }

    /// <summary>A PEM file with our own certificate, then its intermediates if any. Null sends none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The PEM file with the certificate's private key. Null when it is in
    /// <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The password of an encrypted private key. Null when it is not encrypted.</summary>
    public string? KeyPassword { get; init; }

    /// <summary>The name the broker's certificate must carry. Null takes the host that is connected to.</summary>
    public string? TargetHost { get; init; }

    /// <summary>The files, never the password.</summary>
    /// <returns>One line.</returns>
    public override string ToString() =>
        $"TLS (CA {CaFile ?? "of the system"}, certificate {CertificateFile ?? "none"})";
}
