using System.Security.Cryptography;
using System.Text;

namespace Moi.Protocol.Trust;

/// <summary>The public part of an <see cref="OperatorKey"/>: what a remote knows of an operator. Safe for several threads.</summary>
public sealed class OperatorPublicKey
{
    private const int CoordinateBytes = 32;
    private const int LongestText = 4096;

    /// <summary>1.2.840.10045.3.1.7, P-256 by its name in X9.62.</summary>
    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly byte[] _info;

    private OperatorPublicKey(byte[] info, ECParameters parameters)
    {
        _info = info;
        Id = ThumbprintOf(parameters);
    }

    /// <summary>
    /// Names the key: its JWK thumbprint (RFC 7638) with SHA-256 in base64url, 43 characters. It stands as <c>kid</c> in what the key signs.
    /// </summary>
    public string Id { get; }

    /// <summary>The key as one line: its SubjectPublicKeyInfo in base64, which is what stands between the marks of <see cref="Pem"/>.</summary>
    public string Line => Convert.ToBase64String(_info);

    /// <summary>The key in PEM.</summary>
    public string Pem => PemEncoding.WriteString("PUBLIC KEY", _info);

    /// <summary>Reads a key in PEM, or as <see cref="Line"/> gives it.</summary>
    /// <exception cref="CryptographicException">It is no public key on P-256; the message says what it is instead.</exception>
    public static OperatorPublicKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] info = InfoOf(text);
        using var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(info, out int read);
            if (read != info.Length)
            {
                throw new CryptographicException("Something follows the public key.");
            }

            return new OperatorPublicKey(info, ParametersOf(key));
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            throw new CryptographicException("It is no public key on the curve P-256; Get-MoiOperatorKey shows one.", e);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Line;

    internal static OperatorPublicKey Of(ECDsa key) => new(key.ExportSubjectPublicKeyInfo(), ParametersOf(key));

    /// <summary>Whether the private part of this key signed these bytes.</summary>
    internal bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        // One made for each use: it is not said of ECDsa that several threads may use the same.
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_info, out _);
        return key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static byte[] InfoOf(string text)
    {
        if (text.Length > LongestText)
        {
            throw new CryptographicException($"It is longer than the {LongestText} characters that a public key may have.");
        }

        if (PemEncoding.TryFind(text, out PemFields fields))
        {
            return text[fields.Label] switch
            {
                "PUBLIC KEY" => Convert.FromBase64String(text[fields.Base64Data]),
                var label when label.EndsWith("PRIVATE KEY", StringComparison.Ordinal) => throw new CryptographicException(
                    "It is a private key, which stays with the operator; Get-MoiOperatorKey shows its public part."),
                var label => throw new CryptographicException($"It is no public key but a {label}."),
            };
        }

        try
        {
            return Convert.FromBase64String(text.Trim());
        }
        catch (FormatException)
        {
            throw new CryptographicException("It is neither PEM nor base64; Get-MoiOperatorKey shows a public key.");
        }
    }

    private static ECParameters ParametersOf(ECDsa key)
    {
        ECParameters parameters = key.ExportParameters(includePrivateParameters: false);
        return parameters.Curve.IsNamed && parameters.Curve.Oid.Value == P256 && parameters.Q.X?.Length == CoordinateBytes
            ? parameters
            : throw new CryptographicException("The key is not on the curve P-256.");
    }

    private static string ThumbprintOf(ECParameters key) => Base64Url.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(
        $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.Encode(key.Q.X)}}","y":"{{Base64Url.Encode(key.Q.Y)}}"}""")));
}
