using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Moi.Protocol.Transport;

/// <summary>Reads the PEM files that <see cref="TlsOptions"/> names.</summary>
internal static class TlsFiles
{
    /// <summary>Reads the authorities that are trusted.</summary>
    /// <param name="file">A PEM file with one or more certificates.</param>
    /// <returns>The certificates, at least one.</returns>
    /// <exception cref="BrokerException">The file can't be read or holds no certificate.</exception>
    public static X509Certificate2Collection ReadAuthorities(string file)
    {
        X509Certificate2Collection authorities = ReadCertificates(file, "CA file");
        return authorities.Count > 0
            ? authorities
            : throw Unreadable("CA file", file, "it holds no certificate in PEM form", null);
    }

    /// <summary>Reads our own certificate, with its key and the intermediates that follow it.</summary>
    /// <param name="options">The files; <see cref="TlsOptions.CertificateFile"/> is set.</param>
    /// <returns>What the handshake sends, or null when no certificate is configured.</returns>
    /// <exception cref="BrokerException">A file can't be read, or key and certificate don't belong
    /// together.</exception>
    public static OwnCertificate? ReadOwn(TlsOptions options)
    {
        if (options.CertificateFile is not string file)
        {
            return null;
        }

        string keyFile = options.KeyFile ?? file;
        try
        {
            X509Certificate2 certificate = options.KeyPassword is null
                ? X509Certificate2.CreateFromPemFile(file, keyFile)
                : X509Certificate2.CreateFromEncryptedPemFile(file, options.KeyPassword, keyFile);
            X509Certificate2Collection intermediates = ReadCertificates(file, "certificate file");
            intermediates.RemoveAt(0);
            return new OwnCertificate(Usable(certificate), intermediates);
        }
        catch (Exception cause) when (cause is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw Unreadable("client certificate and key", $"{file}' and '{keyFile}", cause.Message, cause);
        }
    }

    private static X509Certificate2Collection ReadCertificates(string file, string what)
    {
        X509Certificate2Collection certificates = [];
        try
        {
            certificates.ImportFromPemFile(file);
            return certificates;
        }
        catch (Exception cause) when (cause is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw Unreadable(what, file, cause.Message, cause);
        }
    }

    // TLS of Windows can't use a key that lives in memory only; a round trip through PKCS #12 makes it usable.
    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        using (certificate)
        {
            byte[] pkcs12 = certificate.Export(X509ContentType.Pkcs12);
#if NET9_0_OR_GREATER
            return X509CertificateLoader.LoadPkcs12(pkcs12, password: null);
#else
            return new X509Certificate2(pkcs12);
#endif
        }
    }

    private static BrokerException Unreadable(string what, string file, string why, Exception? cause) =>
        new(BrokerFailure.TlsFile, $"The {what} '{file}' cannot be used: {OneLine.Of(why)}.", cause);
}
