using System.Text;
using System.Text.Json;
using Moi.Protocol.Messages;
using Moi.Protocol.Trust;

namespace Moi.Protocol.Tests.Trust;

public sealed class EnvelopeTests
{
    /// <summary>The least a request needs.</summary>
    private const string Least = """{"v":1,"id":"i","operator":"o","user":"u","session":"s","to":{"all":true},"verb":"get","iat":0,"ttl":1}""";

    public static TheoryData<string> BadBodies =>
    [
        "", "null", "1", "[]", "{}", "x", Least[..^1], Least + "x", "\uFEFF" + Least,
        Least.Replace("\"v\":1,", ""),
        Least.Replace("\"v\":1", "\"v\":null"),
        Least.Replace("\"v\":1", "\"v\":\"1\""),
        Least.Replace("\"v\":1", "\"v\":1,\"V\":1"),
        Least.Replace("\"id\":\"i\"", "\"id\":null"),
        Least.Replace("\"verb\":\"get\"", "\"verb\":null"),
        Least.Replace("\"verb\":\"get\",", ""),
        Least.Replace("\"to\":{\"all\":true}", "\"to\":null"),
        Least.Replace("\"to\":{\"all\":true},", ""),
        Least.Replace("\"iat\":0", "\"iat\":1e99"),
        Least.Replace("\"iat\":0", "\"iat\":0.5"),
        Least.Replace("\"ttl\":1", "\"ttl\":4294967296"),
        Least.Replace("\"ttl\":1", "\"ttl\":1,\"later\":0"),
        Least.Replace("\"ttl\":1", "\"ttl\":1,\"filter\":{}"),
        Least.Replace("\"ttl\":1", "\"ttl\":1,\"filter\":{\"eq\":[\"a\"]}"),
        Least.Replace("\"ttl\":1", "\"ttl\":1,\"filter\":{\"\\ud800\":[\"a\"]}"),
        Least.Replace("{\"all\":true}", "{\"remotes\":{}}"),
        Least.Replace("{\"all\":true}", "{\"remotes\":[\"\\ud800\"]}"),
        Least.Replace("{\"all\":true}", "{\"group\":{\"name\":\"g\"}}"),
        Least.Replace("{\"all\":true}", "{\"group\":{\"name\":null,\"generation\":\"1\"}}"),
        Least.Replace("{\"all\":true}", "{\"group\":{\"name\":\"g\",\"generation\":\"1\",\"x\":1}}"),
        Least.Replace("{\"all\":true}", "{\"all\":true,\"x\":1}"),
        Least.Replace("{\"all\":true}", "{\"succeeded_in\":{\"request\":\"i\"}}"),
    ];

    public static TheoryData<string> BadAudiences =>
    [
        "{}", """{"all":false}""", """{"all":true,"remotes":[]}""", """{"remotes":["a"],"group":{"name":"g","generation":"1"}}""",
        """{"all":true,"succeeded_in":{"request":"i","except":[]}}""",
    ];

    [Fact]
    public void What_is_sealed_opens_as_it_was()
    {
        var envelope = Envelope.Open(Envelope.Seal(Ask.Everything));

        Request request = envelope.ReadRequest();
        Assert.Equal(Ask.Everything.Arguments.GetRawText(), request.Arguments.GetRawText());
        Assert.Equal(Ask.Everything.Audience.Remotes, request.Audience.Remotes);
        Assert.Equal(
            Ask.Everything with { Arguments = default, Audience = Audience.Everyone },
            request with { Arguments = default, Audience = Audience.Everyone });
        Assert.Equal(("none", null), (envelope.Header.Algorithm, envelope.Header.KeyId));
        Assert.True(envelope.Signature.IsEmpty);
    }

    [Fact]
    public void Sealing_again_gives_the_same_bytes() =>
        Assert.Equal(Envelope.Seal(Ask.Everything), Envelope.Seal(Ask.Everything));

    [Fact]
    public void The_envelope_is_a_flattened_JWS_without_padding()
    {
        using JsonDocument jws = JsonDocument.Parse(Envelope.Seal(Ask.Everything));

        Assert.Equal(["payload", "protected", "signature"], jws.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal("eyJhbGciOiJub25lIn0", jws.RootElement.GetProperty("protected").GetString());
        Assert.DoesNotContain("=", jws.RootElement.GetProperty("payload").GetString());
    }

    [Fact]
    public void The_bodys_bytes_stay_exactly_as_they_came()
    {
        string odd = " " + Least.Replace(",", " ,\n ").Replace("get", "\\u0067et") + "\t";

        var envelope = Envelope.Open(Ask.Envelope(odd, """ {"kid":"k1", "alg":"ES256"} """, "AQID"));

        Assert.Equal(Encoding.UTF8.GetBytes(odd), envelope.Body.ToArray());
        Assert.Equal("get", envelope.ReadRequest().Verb);
        Assert.Equal(("ES256", "k1"), (envelope.Header.Algorithm, envelope.Header.KeyId));
        Assert.Equal([1, 2, 3], envelope.Signature.ToArray());
        Assert.Equal(
            $"{Ask.Base64Url(Encoding.UTF8.GetBytes(""" {"kid":"k1", "alg":"ES256"} """))}.{Ask.Base64Url(Encoding.UTF8.GetBytes(odd))}",
            Encoding.ASCII.GetString(envelope.SigningInput.Span));
    }

    [Fact]
    public void The_least_request_is_one()
    {
        Request request = Envelope.Open(Ask.Envelope(Least)).ReadRequest();

        Assert.Equal((true, null, 0, 0), (request.Audience.All, request.Filter, request.SpreadMilliseconds, request.RollSize));
        Assert.Equal(JsonValueKind.Undefined, request.Arguments.ValueKind);
    }

    [Theory]
    [MemberData(nameof(BadBodies))]
    public void A_body_that_is_no_request_is_refused(string body) =>
        IsRefused(() => Envelope.Open(Ask.Envelope(body)).ReadRequest());

    [Theory]
    [MemberData(nameof(BadAudiences))]
    public void An_audience_of_no_kind_or_of_two_is_refused(string audience) => Assert.Contains(
        "for whom",
        IsRefused(() => Envelope.Open(Ask.Envelope(Least.Replace("{\"all\":true}", audience))).ReadRequest()));

    [Theory]
    [InlineData("\"id\":\"i\"", "\"id\":\"\"")]
    [InlineData("\"id\":\"i\"", "\"id\":\"../x\"")]
    [InlineData("\"operator\":\"o\"", "\"operator\":\"a b\"")]
    [InlineData("\"user\":\"u\"", "\"user\":\"+\"")]
    [InlineData("\"session\":\"s\"", "\"session\":\"#\"")]
    [InlineData("\"session\":\"s\"", "\"session\":\"a/b\"")]
    [InlineData("\"user\":\"u\"", "\"user\":\"\\u0000\"")]
    public void A_name_that_could_not_be_a_level_of_a_topic_is_refused(string good, string bad) => Assert.Contains(
        "letters, digits",
        IsRefused(() => Envelope.Open(Ask.Envelope(Least.Replace(good, bad))).ReadRequest()));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-1)]
    public void Another_version_is_refused_and_both_are_named(int version)
    {
        string why = IsRefused(() => Envelope.Open(Ask.Envelope(Least.Replace("\"v\":1", $"\"v\":{version}"))).ReadRequest());

        Assert.Contains($"version {version} ", why);
        Assert.Contains("version 1", why);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"payload":"","protected":""}""")]
    [InlineData("""{"payload":null,"protected":"eyJhbGciOiJub25lIn0","signature":""}""")]
    [InlineData("""{"payload":"","protected":null,"signature":""}""")]
    [InlineData("""{"payload":"","protected":"eyJhbGciOiJub25lIn0","signature":null}""")]
    [InlineData("""{"payload":"","protected":"eyJhbGciOiJub25lIn0","signature":"","header":{}}""")]
    [InlineData("""{"payload":"","protected":"","signature":""}""")]
    [InlineData("""{"payload":"a","protected":"eyJhbGciOiJub25lIn0","signature":""}""")]
    [InlineData("""{"payload":"YQ==","protected":"eyJhbGciOiJub25lIn0","signature":""}""")]
    [InlineData("""{"payload":"Y Q","protected":"eyJhbGciOiJub25lIn0","signature":""}""")]
    [InlineData("""{"payload":"+/+/","protected":"eyJhbGciOiJub25lIn0","signature":""}""")]
    [InlineData("""{"payload":"é","protected":"eyJhbGciOiJub25lIn0","signature":""}""")]
    [InlineData("""{"payload":"\ud800","protected":"eyJhbGciOiJub25lIn0","signature":""}""")]
    [InlineData("""{"payload":"","protected":"bnVsbA","signature":""}""")]
    [InlineData("""{"payload":"","protected":"e30","signature":""}""")]
    [InlineData("""{"payload":"","protected":"eyJhbGciOm51bGx9","signature":""}""")]
    [InlineData("""{"payload":"","protected":"eyJhbGciOiJub25lIn0","signature":"*"}""")]
    public void What_is_no_envelope_is_refused(string text) => IsRefused(() => Envelope.Open(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void An_envelope_that_is_too_large_is_refused_unread_and_one_of_the_largest_size_is_read()
    {
        byte[] largest = new byte[Envelope.MaximumBytes];
        largest.AsSpan().Fill((byte)' ');
        Ask.Envelope(Least).CopyTo(largest, 0);

        Assert.Equal("get", Envelope.Open(largest).ReadRequest().Verb);
        Assert.Contains("262145 bytes", IsRefused(() => Envelope.Open([.. largest, (byte)' '])));
    }

    [Fact]
    public void A_request_that_no_remote_would_look_into_is_not_sealed()
    {
        Request large = Ask.Everything with { Arguments = Ask.Json($"\"{new string('x', Envelope.MaximumBytes * 3 / 4)}\"") };

        Assert.Contains("262144 is the most", IsRefused(() => Envelope.Seal(large)));
    }

    private static string IsRefused(Action act)
    {
        string why = Assert.Throws<EnvelopeException>(act).Message;
        Assert.DoesNotContain('\n', why);
        Assert.InRange(why.Length, 1, 400);
        return why;
    }
}
