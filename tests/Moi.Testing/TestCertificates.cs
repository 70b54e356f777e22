using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Moi.Testing;

/// <summary>A certificate and its private key, each in a PEM file.</summary>
public sealed record TestCertificate(string CertificateFile, string KeyFile);

/// <summary>A certificate authority of one test, which issues what the test needs.</summary>
public sealed class TestCertificates : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _authority;
    private int _issued;

    /// <summary>Makes the authority.</summary>
    /// <param name="name">Its common name.</param>
    public TestCertificates(string name = "Test authority")
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        _authority = request.CreateSelfSigned(now.AddYears(-3), now.AddYears(1));
        CaFile = _folder.Write("ca.pem", _authority.ExportCertificatePem());
    }

    /// <summary>The authority's own certificate, a PEM file.</summary>
    public string CaFile { get; }

    /// <summary>A server's certificate for localhost and 127.0.0.1.</summary>
    public TestCertificate Server() => Issue("localhost", server: true, Always, ["localhost", "127.0.0.1"]);

    /// <summary>A server's certificate for other names.</summary>
    public TestCertificate ServerFor(params string[] names) => Issue(names[0], server: true, Always, names);

    /// <summary>A server's certificate for localhost that was valid until yesterday.</summary>
    public TestCertificate ExpiredServer()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return Issue("localhost", server: true, (now.AddYears(-1), now.AddDays(-1)), ["localhost"]);
    }

    /// <summary>A client's certificate.</summary>
    /// <param name="name">Its common name.</param>
    /// <param name="keyPassword">Encrypts the private key; null leaves it in the clear.</param>
    public TestCertificate Client(string name, string? keyPassword = null) =>
        Issue(name, server: false, Always, [name], keyPassword);

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    private static (DateTimeOffset From, DateTimeOffset To) Always =>
        (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddMonths(1));

    private TestCertificate Issue(
        string commonName, bool server, (DateTimeOffset From, DateTimeOffset To) valid, string[] names,
        string? keyPassword = null)
    {
        const string ServerUsage = "1.3.6.1.5.5.7.3.1";
        const string ClientUsage = "1.3.6.1.5.5.7.3.2";
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={commonName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid(server ? ServerUsage : ClientUsage)], critical: false));
        SubjectAlternativeNameBuilder alternatives = new();
        foreach (string name in names)
        {
            if (IPAddress.TryParse(name, out IPAddress? address))
            {
                alternatives.AddIpAddress(address);
            }
            else
            {
                alternatives.AddDnsName(name);
            }
        }

        request.CertificateExtensions.Add(alternatives.Build());
        using X509Certificate2 certificate =
            request.Create(_authority, valid.From, valid.To, RandomNumberGenerator.GetBytes(16));
        string keyPem = keyPassword is null
            ? key.ExportPkcs8PrivateKeyPem()
            : key.ExportEncryptedPkcs8PrivateKeyPem(
                keyPassword, new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000));
        int number = Interlocked.Increment(ref _issued);
        return new TestCertificate(
            _folder.Write($"{number}.pem", certificate.ExportCertificatePem()),
            _folder.Write($"{number}.key", keyPem));
    }
}
