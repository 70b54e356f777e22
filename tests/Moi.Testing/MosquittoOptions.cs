namespace Moi.Testing;

/// <summary>How a Mosquitto of a test is set up.</summary>
public sealed record MosquittoOptions
{
    /// <summary>The loopback port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>User names and passwords. When empty, everybody may connect.</summary>
    public IReadOnlyDictionary<string, string> Users { get; init; } = new Dictionary<string, string>();

    /// <summary>The text of the ACL file; null for none.</summary>
    public string? Acl { get; init; }

    /// <summary>The server's certificate, which makes the port a TLS one.</summary>
    public TestCertificate? Certificate { get; init; }

    /// <summary>A PEM file of the authority that clients' certificates must come from; null asks for none.</summary>
    public string? ClientCaFile { get; init; }

    /// <summary>More lines of mosquitto.conf.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];
}
