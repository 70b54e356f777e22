using System.Security.Cryptography;
using Moi.Protocol.Trust;

namespace Moi.Protocol.Tests.Trust;

public sealed class OperatorKeyTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("correct horse ü")]
    public void A_key_that_is_written_and_read_is_the_same(string? passphrase)
    {
        using var key = OperatorKey.Create();

        string pem = key.ToPem(passphrase);
        using var read = OperatorKey.FromPem(pem, passphrase);

        Assert.Equal(key.Public.Id, read.Public.Id);
        Assert.Equal(passphrase is not null, OperatorKey.IsEncrypted(pem));
        Assert.True(key.Public.Verifies([1, 2], read.Sign([1, 2])));
        Assert.False(key.Public.Verifies([1, 3], read.Sign([1, 2])));
    }

    [Fact]
    public void A_passphrase_that_is_missing_or_another_opens_nothing_and_stands_in_no_message()
    {
        using var key = OperatorKey.Create();
        string pem = key.ToPem("secret-one");

        Exception missing = Assert.ThrowsAny<CryptographicException>(() => OperatorKey.FromPem(pem, null));
        Exception wrong = Assert.ThrowsAny<CryptographicException>(() => OperatorKey.FromPem(pem, "secret-two"));

        Assert.Contains("passphrase", missing.Message);
        Assert.DoesNotContain("secret", wrong.ToString());
    }

    [Fact]
    public void The_public_part_is_read_back_from_its_line_and_its_PEM()
    {
        using var key = OperatorKey.Create();

        Assert.Equal(key.Public.Id, OperatorPublicKey.Parse(key.Public.Line).Id);
        Assert.Equal(key.Public.Id, OperatorPublicKey.Parse($" {key.Public.Line}\n").Id);
        Assert.Equal(key.Public.Id, OperatorPublicKey.Parse(key.Public.Pem).Id);
        Assert.DoesNotContain('\n', key.Public.Line);
    }

    /// <summary>The one example that the standards give: RFC 7638 for RSA only, so this is the P-256 key of RFC 7515, A.3.</summary>
    [Fact]
    public void The_id_is_the_thumbprint_that_others_compute()
    {
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Bytes("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"), Y = Bytes("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0") },
        });

        Assert.Equal("oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U", OperatorPublicKey.Parse(key.ExportSubjectPublicKeyInfoPem()).Id);
    }

    /// <summary>RFC 7515, A.3: the signature of another implementation.</summary>
    [Fact]
    public void A_signature_of_the_standard_is_verified()
    {
        const string Header = "eyJhbGciOiJFUzI1NiJ9";
        const string Payload = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        const string Signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Bytes("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"), Y = Bytes("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0") },
        });
        var known = OperatorPublicKey.Parse(key.ExportSubjectPublicKeyInfoPem());

        var envelope = Envelope.Open(System.Text.Encoding.ASCII.GetBytes(
            $$"""{"payload":"{{Payload}}","protected":"{{Header}}","signature":"{{Signature}}"}"""));

        Assert.True(envelope.IsSignedBy(known));
    }

    public static TheoryData<string, string> NoPublicKeys()
    {
        using var key = OperatorKey.Create();
        using var large = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        return new()
        {
            { "", "P-256" },
            { "no key", "neither PEM nor base64" },
            { "AAAA", "P-256" },
            { key.Public.Line[..^4], "P-256" },
            { $"{key.Public.Line}AAAA", "base64" },
            { key.ToPem(null), "private key" },
            { large.ExportSubjectPublicKeyInfoPem(), "P-256" },
            { rsa.ExportSubjectPublicKeyInfoPem(), "P-256" },
            { new string('A', 5000), "4096" },
        };
    }

    [Theory]
    [MemberData(nameof(NoPublicKeys))]
    public void What_is_no_public_key_is_refused_in_words(string text, string why) =>
        Assert.Contains(why, Assert.ThrowsAny<CryptographicException>(() => OperatorPublicKey.Parse(text)).Message);

    [Fact]
    public void A_public_key_is_no_private_one()
    {
        using var key = OperatorKey.Create();

        Assert.ThrowsAny<CryptographicException>(() => OperatorKey.FromPem(key.Public.Pem, null));
        Assert.ThrowsAny<CryptographicException>(() => OperatorKey.FromPem("nothing", null));
    }

    private static byte[] Bytes(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);
}
