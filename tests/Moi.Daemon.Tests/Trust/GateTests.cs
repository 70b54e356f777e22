using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using CsCheck;
using Moi.Daemon.Trust;
using Moi.Protocol.Messages;
using Moi.Protocol.Transport;
using Moi.Protocol.Trust;
using Moi.Testing;

namespace Moi.Daemon.Tests.Trust;

/// <summary>Whatever comes from the network to a remote with operators.</summary>
public sealed class GateTests : IDisposable
{
    private static readonly Request Asked = new()
    {
        Version = 1,
        Id = "0123456789abcdef",
        Operator = "ann",
        User = "ann",
        Session = "s1",
        Audience = Audience.Everyone,
        Verb = Verb.Run,
        Arguments = RawOperator.Json("""{"command":"true"}"""),
        IssuedAt = 1,
        TimeToLive = 120,
    };

    private readonly OperatorKey _key = OperatorKey.Create();
    private readonly Gate _gate;

    public GateTests() => _gate = new Gate([new KnownOperator { Name = "steve", Key = _key.Public }]);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Who_signed_is_who_asks_whatever_the_request_says()
    {
        Entrance entrance = Open(Envelope.Seal(Asked, _key));

        Assert.Equal((null, "steve"), (entrance.Distrust, entrance.Request!.Operator));
    }

    [Fact]
    public void Any_bytes_are_turned_away_and_nothing_else_happens() =>
        Gen.Byte.Array[0, 400].Sample(bytes => Assert.NotNull(Open(bytes).Distrust), iter: 5_000);

    [Fact]
    public void A_mutated_container_is_turned_away_unless_it_says_the_same()
    {
        byte[] good = Envelope.Seal(Asked, _key);
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Int[0, 20], Gen.OneOf(Gen.Byte, Gen.Byte[0x20, 0x7e]).Array[0, 8]).Array[1, 3].Sample(
            cuts =>
            {
                List<byte> bytes = [.. good];
                foreach ((int at, int length, byte[] instead) in cuts)
                {
                    int start = Math.Min(at, bytes.Count);
                    bytes.RemoveRange(start, Math.Min(length, bytes.Count - start));
                    bytes.InsertRange(start, instead);
                }

                byte[] mutated = [.. bytes];
                Assert.True(Open(mutated).Distrust is not null || SaysTheSame(mutated, good));
            },
            iter: 5_000);
    }

    [Theory]
    [InlineData("""{"payload":"P","payload":"e30","protected":"H","signature":"S"}""")]
    [InlineData("""{"payload":"P","protected":"eyJhbGciOiJub25lIn0","protected":"H","signature":""}""")]
    [InlineData("""{"payload":"P","protected":"H","signature":"S","header":{"alg":"none"}}""")]
    [InlineData("""{"payload":"P","protected":"H","signatures":[{"signature":"S"}]}""")]
    [InlineData("""[{"payload":"P","protected":"H","signature":"S"}]""")]
    [InlineData("""{"Payload":"P","Protected":"H","Signature":"S"}""")]
    [InlineData("""{"payload":"P=","protected":"H","signature":"S"}""")]
    [InlineData("""{"payload":"P","protected":"H","signature":"S="}""")]
    [InlineData("""{"payload":"P","protected":"H","signature":"SA"}""")]
    [InlineData("""{"payload":"P","protected":"H","signature":null}""")]
    [InlineData("""{"payload":"P","protected":"H"}""")]
    [InlineData("H.P.S")]
    public void A_container_of_another_form_is_turned_away(string form)
    {
        using JsonDocument good = JsonDocument.Parse(Envelope.Seal(Asked, _key));
        string text = form
            .Replace("\"P", $"\"{Part("payload")}").Replace("\"H", $"\"{Part("protected")}").Replace("\"S", $"\"{Part("signature")}")
            .Replace("H.P.S", $"{Part("protected")}.{Part("payload")}.{Part("signature")}");
        if (form.Contains("\"Payload", StringComparison.Ordinal))
        {
            text = Encoding.UTF8.GetString(Envelope.Seal(Asked, _key)).Replace("payload", "Payload");
        }

        Assert.NotNull(Open(Encoding.UTF8.GetBytes(text)).Distrust);

        string Part(string member) => good.RootElement.GetProperty(member).GetString()!;
    }

    /// <summary>ECDSA knows two signatures for one text, (r, s) and (r, n - s), and whoever has one can make the other.</summary>
    [Fact]
    public void The_other_signature_of_the_same_text_says_nothing_new_so_the_journal_knows_it_for_a_repeat()
    {
        BigInteger n = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        byte[] good = Envelope.Seal(Asked, _key);
        using JsonDocument jws = JsonDocument.Parse(good);
        string signature = jws.RootElement.GetProperty("signature").GetString()!;
        byte[] bytes = Base64Url.DecodeFromChars(signature);
        byte[] other = (n - new BigInteger(bytes.AsSpan(32), isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] turned = [.. bytes[..32], .. new byte[32 - other.Length], .. other];

        Entrance first = Open(good);
        Entrance second = Open(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(good).Replace(signature, Base64Url.EncodeToString(turned))));

        Assert.Equal((null, null), (first.Distrust, second.Distrust));
        Assert.Equal(first.Envelope!.Body.ToArray(), second.Envelope!.Body.ToArray());
    }

    [Fact]
    public void What_the_broker_kept_is_turned_away_however_well_it_is_signed() =>
        Assert.Equal(Distrust.Kept, _gate.Open(Message(Envelope.Seal(Asked, _key)) with { Retain = true }).Distrust);

    private static bool SaysTheSame(byte[] one, byte[] other)
    {
        var first = Envelope.Open(one);
        var second = Envelope.Open(other);
        return first.SigningInput.Span.SequenceEqual(second.SigningInput.Span) && first.Signature.Span.SequenceEqual(second.Signature.Span);
    }

    private static MqttMessage Message(byte[] bytes) => new("moi/v1/ask/all", bytes, MqttQuality.AtLeastOnce, Retain: false, null, 1);

    private Entrance Open(byte[] bytes) => _gate.Open(Message(bytes));
}
