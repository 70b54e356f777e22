using CsCheck;

namespace Moi.Protocol.Tests;

public sealed class TopicsTests
{
    private static readonly Gen<string> AnyToken = Gen.String[Gen.Char["abzAZ019-_"], 1, 64];
    private static readonly Gen<string> NoToken = Gen.String[Gen.Char["ab+#/. \0é"], 0, 20].Where(text => !Token.IsValid(text));

    [Fact]
    public void They_are_as_the_protocol_has_them()
    {
        Topics topics = new();

        Assert.Equal("moi/v1/ask/all", topics.AskAll);
        Assert.Equal("moi/v1/ask/group/gates", topics.AskGroup("gates"));
        Assert.Equal("moi/v1/ask/remote/r1", topics.AskRemote("r1"));
        Assert.Equal("moi/v1/state/r1", topics.State("r1"));
        Assert.Equal("moi/v1/state/+", topics.EveryState);
        Assert.Equal("moi/v1/tell/ann/s1/r1", topics.Tell("ann", "s1", "r1"));
        Assert.Equal("moi/v1/tell/ann/s1/+", topics.EveryTell("ann", "s1"));
        Assert.Equal("moi/v1/file/t1/block", topics.FileBlock("t1"));
        Assert.Equal("moi/v1/file/t1/to/r1", topics.FileTo("t1", "r1"));
        Assert.Equal("moi/v1/file/t1/want/r1", topics.FileWant("t1", "r1"));
        Assert.Equal("moi/v1/file/t1/from/r1", topics.FileFrom("t1", "r1"));
        Assert.Equal("from", topics.TryReadFile(topics.FileFrom("t1", "r1"), out string transfer, out string id));
        Assert.Equal(("t1", "r1"), (transfer, id));
        Assert.Equal("a/state/r1", new Topics("a").State("r1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/moi")]
    [InlineData("moi/")]
    [InlineData("moi//v1")]
    [InlineData("moi/+")]
    [InlineData("moi/#")]
    [InlineData("$SYS")]
    [InlineData("moi v1")]
    public void A_root_that_is_not_made_of_tokens_is_refused(string root)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new Topics(root));

        Assert.Contains("a level of the topic root", refusal.Message);
    }

    [Fact]
    public void An_id_is_read_back_from_the_topics_that_hold_it() => AnyToken.Sample(id =>
    {
        Topics topics = new();
        Assert.True(topics.TryReadState(topics.State(id), out string fromState));
        Assert.True(Topics.TryReadSender(topics.Tell("ann", "s1", id), out string sender));
        Assert.Equal((id, id), (fromState, sender));
        Assert.False(topics.TryReadState(topics.Tell("ann", "s1", id), out _));
        Assert.False(topics.TryReadState(new Topics("other/root").State(id), out _));
    });

    [Fact]
    public void Nothing_but_a_token_comes_into_a_topic_or_out_of_one() => NoToken.Sample(text =>
    {
        Topics topics = new();
        Assert.Throws<ArgumentException>(() => topics.AskGroup(text));
        Assert.Throws<ArgumentException>(() => topics.AskRemote(text));
        Assert.Throws<ArgumentException>(() => topics.State(text));
        Assert.Throws<ArgumentException>(() => topics.Tell(text, "s", "r"));
        Assert.Throws<ArgumentException>(() => topics.Tell("u", text, "r"));
        Assert.Throws<ArgumentException>(() => topics.Tell("u", "s", text));
        Assert.Throws<ArgumentException>(() => topics.EveryTell(text, "s"));
        Assert.Throws<ArgumentException>(() => topics.EveryTell("u", text));
        Assert.False(topics.TryReadState($"moi/v1/state/{text}", out _));
        Assert.False(topics.TryReadState(text, out _));
    });

    [Fact]
    public void Any_topic_can_be_asked_for_an_id() => Gen.String.Sample(topic =>
    {
        new Topics().TryReadState(topic, out string id);
        Topics.TryReadSender(topic, out string sender);
        Assert.True(topic.EndsWith(id, StringComparison.Ordinal) && topic.EndsWith(sender, StringComparison.Ordinal));
    });
}
