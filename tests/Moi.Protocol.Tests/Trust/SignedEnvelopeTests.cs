using System.Text;
using CsCheck;
using Moi.Protocol.Messages;
using Moi.Protocol.Trust;

namespace Moi.Protocol.Tests.Trust;

public sealed class SignedEnvelopeTests : IDisposable
{
    private readonly OperatorKey _key = OperatorKey.Create();

    public void Dispose() => _key.Dispose();

    [Fact]
    public void What_is_signed_opens_as_it_was_and_names_its_key()
    {
        var envelope = Envelope.Open(Envelope.Seal(Ask.Everything, _key));

        Assert.Equal(("ES256", _key.Public.Id), (envelope.Header.Algorithm, envelope.Header.KeyId));
        Assert.True(envelope.IsSignedBy(_key.Public));
        Assert.Equal(Ask.Everything.Id, envelope.ReadRequest().Id);
    }

    [Fact]
    public void The_body_is_the_same_signed_or_not() => Assert.Equal(
        Envelope.Open(Envelope.Seal(Ask.Everything)).Body.ToArray(), Envelope.Open(Envelope.Seal(Ask.Everything, _key)).Body.ToArray());

    [Fact]
    public void Another_key_and_no_key_did_not_sign_it()
    {
        using var other = OperatorKey.Create();

        Assert.False(Envelope.Open(Envelope.Seal(Ask.Everything, other)).IsSignedBy(_key.Public));
        Assert.False(Envelope.Open(Envelope.Seal(Ask.Everything)).IsSignedBy(_key.Public));
    }

    [Fact]
    public void Any_altered_byte_is_refused()
    {
        byte[] good = Envelope.Seal(Ask.Everything, _key);
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Where(change => good[change.Item1] != change.Item2).Sample(
            change => Assert.False(IsTaken([.. good[..change.Item1], change.Item2, .. good[(change.Item1 + 1)..]])), iter: 3_000);
    }

    [Fact]
    public void Every_bit_of_the_last_characters_counts()
    {
        byte[] good = Envelope.Seal(Ask.Everything, _key);
        string text = Encoding.UTF8.GetString(good);

        // Each part's last character stands before a quotation mark; spare bits in it must not make a second form.
        foreach (int end in Enumerable.Range(1, good.Length - 1).Where(i => text[i] == '"'))
        {
            for (int bit = 0; bit < 7; bit++)
            {
                byte[] altered = [.. good];
                altered[end - 1] ^= (byte)(1 << bit);
                Assert.False(IsTaken(altered), $"bit {bit} before {end}");
            }
        }
    }

    [Fact]
    public void Any_part_left_out_doubled_or_moved_is_refused()
    {
        byte[] good = Envelope.Seal(Ask.Everything, _key);
        Gen.Select(Gen.Int[0, good.Length - 2], Gen.Int[1, 200], Gen.Int[0, good.Length - 1]).Sample(
            cut =>
            {
                int length = Math.Min(cut.Item2, good.Length - cut.Item1);
                byte[] piece = good[cut.Item1..(cut.Item1 + length)];
                byte[] without = [.. good[..cut.Item1], .. good[(cut.Item1 + length)..]];
                int at = Math.Min(cut.Item3, without.Length);
                byte[] moved = [.. without[..at], .. piece, .. without[at..]];
                Assert.False(IsTaken(without));
                Assert.True(moved.AsSpan().SequenceEqual(good) || !IsTaken(moved));
            },
            iter: 1_000);
    }

    [Fact]
    public void A_signature_of_any_other_bytes_is_refused() => Gen.Byte.Array[0, 80].Sample(
        signature => Assert.False(IsTaken(WithSignature(signature))), iter: 300);

    [Theory]
    [InlineData("""{"alg":"none","kid":"KID"}""")]
    [InlineData("""{"alg":"HS256","kid":"KID"}""")]
    [InlineData("""{"alg":"es256","kid":"KID"}""")]
    public void An_algorithm_put_in_place_of_the_one_that_signed_is_refused(string header)
    {
        Envelope signed = Envelope.Open(Envelope.Seal(Ask.Everything, _key));

        byte[] swapped = Ask.Envelope(
            Encoding.UTF8.GetString(signed.Body.Span), header.Replace("KID", _key.Public.Id), Ask.Base64Url(signed.Signature.ToArray()));

        Assert.False(IsTaken(swapped));
    }

    [Theory]
    [InlineData("""{"alg":"ES256","crit":["b64"]}""")]
    [InlineData("""{"alg":"ES256","jwk":{}}""")]
    public void A_header_with_more_in_it_is_refused(string header) =>
        Assert.Throws<EnvelopeException>(() => Envelope.Open(Ask.Envelope("{}", header, "AQID")));

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    public void A_nonce_that_no_remote_gives_is_refused(string nonce) =>
        Assert.Throws<EnvelopeException>(() => Envelope.Open(Envelope.Seal(Ask.Everything with { Nonce = nonce }, _key)).ReadRequest());

    [Fact]
    public void A_request_without_a_nonce_says_nothing_of_one() => Assert.DoesNotContain(
        "nonce", Encoding.UTF8.GetString(Envelope.Open(Envelope.Seal(Ask.Everything, _key)).Body.Span));

    private byte[] WithSignature(byte[] signature)
    {
        Envelope signed = Envelope.Open(Envelope.Seal(Ask.Everything, _key));
        return Ask.Envelope(
            Encoding.UTF8.GetString(signed.Body.Span), $$"""{"alg":"ES256","kid":"{{_key.Public.Id}}"}""", Ask.Base64Url(signature));
    }

    /// <summary>Whether a remote that knows the key would take it: everything that a gate looks at.</summary>
    private bool IsTaken(byte[] bytes)
    {
        try
        {
            var envelope = Envelope.Open(bytes);
            Request request = envelope.ReadRequest();
            return envelope.Header.KeyId == _key.Public.Id && envelope.IsSignedBy(_key.Public) && request.Id.Length > 0;
        }
        catch (EnvelopeException)
        {
            return false;
        }
    }
}
