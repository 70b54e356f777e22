using System.Security.Cryptography;

namespace Moi.Protocol.Trust;

/// <summary>
/// An operator's private key: ECDSA on the curve P-256. Whoever has it is the operator to every remote that knows its public part.
/// Safe for several threads.
/// </summary>
public sealed class OperatorKey : IDisposable
{
    /// <summary>How often a passphrase is hashed before it opens a key: guessing costs as much.</summary>
    private const int PassphraseIterations = 600_000;

    private readonly object _gate = new();
    private readonly ECDsa _key;

    private OperatorKey(ECDsa key)
    {
        _key = key;
        Public = OperatorPublicKey.Of(key);
    }

    /// <summary>What remotes need to know of it.</summary>
    public OperatorPublicKey Public { get; }

    /// <summary>Makes a new one.</summary>
    public static OperatorKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Whether a PEM text is a key that only a passphrase opens.</summary>
    public static bool IsEncrypted(string pem)
    {
        ArgumentNullException.ThrowIfNull(pem);
        return PemEncoding.TryFind(pem, out PemFields fields) && pem[fields.Label] == "ENCRYPTED PRIVATE KEY";
    }

    /// <summary>Reads a key that <see cref="ToPem"/> wrote, or any P-256 key in PKCS #8.</summary>
    /// <param name="pem">The PEM text.</param>
    /// <param name="passphrase">What opens it; null where it is not encrypted.</param>
    /// <exception cref="CryptographicException">It is no such key, or the passphrase is another. The message never quotes either.</exception>
    public static OperatorKey FromPem(string pem, string? passphrase)
    {
        var key = ECDsa.Create();
        try
        {
            if (IsEncrypted(pem))
            {
                key.ImportFromEncryptedPem(pem, passphrase ?? throw new CryptographicException("The key needs its passphrase."));
            }
            else
            {
                key.ImportFromPem(pem);
                if (!PemEncoding.TryFind(pem, out PemFields fields) || pem[fields.Label] == "PUBLIC KEY")
                {
                    throw new CryptographicException("It is the public part of a key.");
                }
            }

            return new OperatorKey(key);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or PlatformNotSupportedException)
        {
            key.Dispose();
            throw e is CryptographicException ? e : new CryptographicException("It is no private key in PEM.");
        }
    }

    /// <summary>The key as PKCS #8 in PEM.</summary>
    /// <param name="passphrase">Encrypts it (AES-256, PBKDF2 with SHA-256); null leaves it in the clear.</param>
    public string ToPem(string? passphrase)
    {
        lock (_gate)
        {
            return passphrase is null
                ? _key.ExportPkcs8PrivateKeyPem()
                : _key.ExportEncryptedPkcs8PrivateKeyPem(
                    passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, PassphraseIterations));
        }
    }

    /// <summary>The signature of some bytes, as JWS has it: two numbers of 32 bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        lock (_gate)
        {
            return _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
