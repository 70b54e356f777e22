using System.Text;
using CsCheck;
using Moi.Protocol.Trust;

namespace Moi.Protocol.Tests.Trust;

/// <summary>Whatever comes from the network.</summary>
public sealed class EnvelopePropertyTests
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\\udc00", "\u0001", "é", "😀", " ", "\n", "null", "true", "1", "-1", "1e999",
        "\"v\":1,", "\"id\":\"i\",", "\"operator\":\"o\",", "\"user\":\"u\",", "\"session\":\"s\",", "\"to\":{\"all\":true},", "\"verb\":\"get\",",
        "\"iat\":0,", "\"ttl\":1", "\"filter\":", "{\"eq\":[\"a\",1]}", "{\"not\":", "\"args\":", "\"to\":", "\"remotes\":[", "\"group\":", "\"a\"",
    ];

    private static readonly byte[] Sealed = Envelope.Seal(Ask.Everything);
    private static readonly byte[] Body = Envelope.Open(Sealed).Body.ToArray();

    [Fact]
    public void Arbitrary_bytes_are_refused_and_nothing_else_happens() =>
        Gen.Byte.Array[0, 300].Sample(bytes => OpensOrIsRefused(bytes), iter: 5_000);

    [Fact]
    public void A_mutated_envelope_opens_or_is_refused_and_nothing_else_happens() =>
        Mutated(Sealed).Sample(bytes => OpensOrIsRefused(bytes), iter: 10_000);

    [Fact]
    public void A_mutated_body_is_read_or_refused_and_nothing_else_happens() =>
        Mutated(Body).Sample(body => OpensOrIsRefused(Around(body)), iter: 20_000);

    [Fact]
    public void A_body_of_any_pieces_is_read_or_refused_and_nothing_else_happens() =>
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 60].Sample(
            pieces => OpensOrIsRefused(Around(Encoding.UTF8.GetBytes($"{{{string.Concat(pieces)}}}"))), iter: 20_000);

    [Theory]
    [InlineData("[", 190_000)]
    [InlineData("{\"a\":", 30_000)]
    [InlineData("{\"not\":", 25_000)]
    [InlineData("\"\\u0061", 25_000)]
    [InlineData("1", 190_000)]
    public void A_body_as_large_as_they_come_is_refused_soon(string piece, int times)
    {
        string large = string.Concat(Enumerable.Repeat(piece, times));

        OpensOrIsRefused(Around(Encoding.UTF8.GetBytes(large)));
        OpensOrIsRefused(Around(Encoding.UTF8.GetBytes("{\"filter\":" + large)));
        OpensOrIsRefused(Around(Encoding.UTF8.GetBytes("{\"args\":" + large)));
    }

    [Fact]
    public void A_body_that_opens_keeps_the_bytes_that_were_sealed() => Gen.Byte.Array[0, 300].Sample(body =>
        Assert.Equal(body, Envelope.Open(Around(body)).Body.ToArray()));

    /// <summary>Some bytes changed, left out, put in or doubled.</summary>
    private static Gen<byte[]> Mutated(byte[] original) => Gen.Select(
        Gen.Int[0, original.Length - 1], Gen.Int[0, 20], Gen.OneOf(Gen.Byte, Gen.Byte[0x20, 0x7e]).Array[0, 8]).Array[1, 3].Select(cuts =>
    {
        List<byte> bytes = [.. original];
        foreach ((int at, int length, byte[] instead) in cuts)
        {
            int start = Math.Min(at, bytes.Count);
            bytes.RemoveRange(start, Math.Min(length, bytes.Count - start));
            bytes.InsertRange(start, instead);
        }

        return bytes.ToArray();
    });

    private static byte[] Around(byte[] body) => Encoding.UTF8.GetBytes(
        $$"""{"payload":"{{Ask.Base64Url(body)}}","protected":"eyJhbGciOiJub25lIn0","signature":""}""");

    private static void OpensOrIsRefused(byte[] bytes)
    {
        try
        {
            var envelope = Envelope.Open(bytes);
            Assert.True(Token.IsValid(envelope.ReadRequest().Id));
        }
        catch (EnvelopeException refusal)
        {
            Assert.DoesNotContain('\n', refusal.Message);
            Assert.InRange(refusal.Message.Length, 1, 400);
        }
    }
}
