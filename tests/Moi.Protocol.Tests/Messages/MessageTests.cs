using System.Text;
using System.Text.Json;
using Moi.Protocol.Messages;
using Moi.Protocol.Tests.Trust;

namespace Moi.Protocol.Tests.Messages;

/// <summary>The words of the protocol as they stand on the wire: to change one is to speak another version.</summary>
public sealed class MessageTests
{
    [Fact]
    public void A_request_is_written_like_this() => Assert.Equal(
        """{"v":1,"id":"0123456789abcdef0123456789abcdef","operator":"ann","user":"ann-user","session":"s1",""" +
        """ "to":{"remotes":["r1","r2"]},"filter":{"all":[{"eq":["arch","arm64"]},{"starts":["name","gate"]}]},"verb":"set",""".TrimStart() +
        """ "args":{"set":{"A":"é\u0001\"<>&'+","B":[1,1.0,null]}},"iat":1770000000000,"ttl":120,"spread":7,"roll":3}""".TrimStart(),
        JsonSerializer.Serialize(Ask.Everything, MessageJson.Wire.Request));

    [Fact]
    public void Audiences_are_written_like_this()
    {
        Assert.Equal("""{"all":true}""", Write(Audience.Everyone));
        Assert.Equal("""{"group":{"name":"g","generation":"7f"}}""", Write(new Audience { Group = new GroupAudience("g", "7f") }));
        Assert.Equal(
            """{"succeeded_in":{"request":"i","except":["r1"]}}""", Write(new Audience { SucceededIn = new StageAudience("i", ["r1"]) }));
    }

    [Fact]
    public void A_reply_is_written_like_this()
    {
        Reply reply = new()
        {
            Request = "i",
            Kind = ReplyKind.Refused,
            Address = "10.0.0.1",
            Name = "frodo",
            Error = new Fault("Expired", "Too old."),
        };

        Assert.Equal(
            """{"re":"i","kind":"refused","addr":"10.0.0.1","name":"frodo","beat":0,"error":{"code":"Expired","message":"Too old."}}""",
            JsonSerializer.Serialize(reply, MessageJson.Wire.Reply));
    }

    [Fact]
    public void The_value_null_is_a_value()
    {
        Reply done = JsonSerializer.Deserialize("""{"re":"i","kind":"done","addr":"a","name":"n","value":[null]}""", MessageJson.Wire.Reply)!;

        Assert.Equal("[null]", done.Value!.Value.GetRawText());
    }

    [Theory]
    [InlineData("ack", ReplyKind.Ack)]
    [InlineData("queued", ReplyKind.Queued)]
    [InlineData("done", ReplyKind.Done)]
    [InlineData("skip", ReplyKind.Skip)]
    [InlineData("refused", ReplyKind.Refused)]
    [InlineData("unknown", ReplyKind.Unknown)]
    public void The_kinds_of_reply_are_these(string word, ReplyKind kind)
    {
        string json = $$"""{"re":"i","kind":"{{word}}","addr":"a","name":"n","later":{} }""";

        Assert.Equal(kind, JsonSerializer.Deserialize(json, MessageJson.Wire.Reply)!.Kind);
    }

    [Theory]
    [InlineData("""{"re":"i","kind":"later","addr":"a","name":"n"}""")]
    [InlineData("""{"re":"i","kind":2,"addr":"a","name":"n"}""")]
    [InlineData("""{"re":"i","kind":null,"addr":"a","name":"n"}""")]
    [InlineData("""{"re":"i","addr":"a","name":"n"}""")]
    [InlineData("""{"re":null,"kind":"done","addr":"a","name":"n"}""")]
    [InlineData("""{"re":"i","kind":"done","addr":null,"name":"n"}""")]
    [InlineData("""{"re":"i","kind":"done","addr":"a","name":null}""")]
    [InlineData("""{"re":"i","kind":"done","addr":"a","name":"n","error":{"code":null,"message":""}}""")]
    [InlineData("""{"re":"i","kind":"done","addr":"a","name":"n","error":{"code":"x"}}""")]
    [InlineData("""{"re":"i","kind":"ack","addr":"a","name":"n","beat":1e10}""")]
    [InlineData("""{"re":"i","kind":"done","addr":"a","name":"n\u001b[2J"}""")]
    [InlineData("""{"re":"i","kind":"done","addr":"a\r\n","name":"n"}""")]
    public void What_is_no_reply_is_refused(string json) =>
        Assert.Throws<JsonException>(() => Reply.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Arguments_with_a_member_that_is_not_known_are_refused()
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"keys":[],"x":1}""", MessageJson.Wire.GetArguments));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"set":{},"x":1}""", MessageJson.Wire.SetArguments));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"command":"x","x":1}""", MessageJson.Wire.RunArguments));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"request":"i","x":1}""", MessageJson.Wire.CancelArguments));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(
            """{"request":"i","stream":"stdout","offset":0,"count":1,"x":1}""", MessageJson.Wire.OutputArguments));
    }

    [Fact]
    public void Arguments_that_lack_a_member_are_refused()
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("{}", MessageJson.Wire.GetArguments));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"keys":null}""", MessageJson.Wire.GetArguments));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("{}", MessageJson.Wire.RunArguments));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"command":null}""", MessageJson.Wire.RunArguments));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("{}", MessageJson.Wire.CancelArguments));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"request":"i"}""", MessageJson.Wire.OutputArguments));
    }

    [Fact]
    public void Arguments_of_a_run_that_are_left_out_have_their_defaults()
    {
        RunArguments run = JsonSerializer.Deserialize("""{"command":"true"}""", MessageJson.Wire.RunArguments)!;

        Assert.Equal(new RunArguments { Command = "true" }, run);
        Assert.Equal((1024 * 1024, 64 * 1024), (run.OutputLimit, run.Inline));
    }

    [Fact]
    public void New_ids_are_32_hexadecimal_digits_and_never_the_same()
    {
        string[] ids = [.. Enumerable.Range(0, 1000).Select(_ => Request.NewId())];

        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{32}$", id));
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    private static string Write(Audience audience)
    {
        using JsonDocument request = JsonDocument.Parse(
            JsonSerializer.SerializeToUtf8Bytes(Ask.Everything with { Audience = audience }, MessageJson.Wire.Request));
        return request.RootElement.GetProperty("to").GetRawText();
    }
}
