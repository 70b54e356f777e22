using Moi.Protocol.Filters;

namespace Moi.Protocol.Tests.Filters;

/// <summary>The seed's text evaluated on the keys of the seed's remotes, and on the edges of its rules.</summary>
public sealed class SeedEvaluationTests
{
    private const string Frodo = """
        {
          "addr": "10.10.10.10", "name": "frodo", "A": "1", "n": 1, "n10": 1.0, "rc": 0, "yes": true, "empty": "",
          "groups": ["all", "baggins"], "numbers": [1, 2.50], "nothing": null, "list": [ ],
          "sleep-job": { "code": 0, "stdout": "slept\n", "stderr": "", "pid": null, "deep": { "er": "x" } },
          "tree": "1.7.0-3", "x": { "not": { "y": "z" } }, "odd": [ { "a" : 1 }, "it's é" ]
        }
        """;

    [Theory]
    [InlineData("A", true)]
    [InlineData("B", false)]
    [InlineData("a", false)]
    [InlineData("empty", true)]
    [InlineData("nothing", false)]
    [InlineData("sleep-job", true)]
    [InlineData("sleep-job.code", true)]
    [InlineData("sleep-job.pid", false)]
    [InlineData("sleep-job.deep.er", true)]
    [InlineData("sleep-job.deep.no", false)]
    [InlineData("sleep-job.code.x", false)]
    [InlineData("groups.0", false)]
    [InlineData("A.length", false)]

    [InlineData("name=frodo", true)]
    [InlineData("name=Frodo", false)]
    [InlineData("name=frod", false)]
    [InlineData("A=1", true)]
    [InlineData("n=1", true)]
    [InlineData("n=1.0", false)]
    [InlineData("n10=1.0", true)]
    [InlineData("n10=1", false)]
    [InlineData("rc=0", true)]
    [InlineData("yes=true", true)]
    [InlineData("yes=True", false)]
    [InlineData("empty=''", true)]
    [InlineData("B=1", false)]
    [InlineData("B=null", false)]
    [InlineData("nothing=null", false)]
    [InlineData("sleep-job.code=0", true)]
    [InlineData("sleep-job.pid=null", false)]
    [InlineData("x.not.y=z", true)]
    [InlineData("groups=[\"all\",\"baggins\"]", true)]
    [InlineData("numbers=[1,2.50]", true)]
    [InlineData("list=[]", true)]
    [InlineData("odd=[{\"a\":1},\"it's é\"]", true)]

    [InlineData("addr=10.10.10.1#", true)]
    [InlineData("addr=10.10.10.2#", false)]
    [InlineData("addr=10.10.10.10#", true)]
    [InlineData("addr=10.10.10.10.#", false)]
    [InlineData("name=F#", false)]
    [InlineData("n10=1#", true)]
    [InlineData("groups=[#", true)]
    [InlineData("B=''#", false)]
    [InlineData("empty=''#", true)]

    [InlineData("groups:all", true)]
    [InlineData("groups:All", false)]
    [InlineData("groups:al", false)]
    [InlineData("numbers:1", true)]
    [InlineData("numbers:2.5", false)]
    [InlineData("numbers:2.50", true)]
    [InlineData("odd:{\"a\":1}", true)]
    [InlineData("list:1", false)]
    [InlineData("name:frodo", false)]
    [InlineData("sleep-job:0", false)]
    [InlineData("B:1", false)]

    [InlineData("A.not.1", false)]
    [InlineData("A.not.2", true)]
    [InlineData("n.not.1", false)]
    [InlineData("n10.not.1", true)]
    [InlineData("B.not.1", true)]
    [InlineData("nothing.not.null", true)]
    [InlineData("tree.not.1.7.0-3", false)]
    [InlineData("tree.not.1.8.0", true)]
    [InlineData("sleep-job.code.not.0", false)]
    [InlineData("name.not.FRODO", true)]

    [InlineData("all A name=frodo", true)]
    [InlineData("all A name=bilbo", false)]
    [InlineData("any B name=frodo", true)]
    [InlineData("any B name=bilbo", false)]
    [InlineData("all groups:all rc=0 addr=10.10.10.1#", true)]
    [InlineData("any B C D.not.1", true)]
    public void The_seed_filter_holds_for_frodo_or_not(string text, bool expected)
    {
        var filter = Filter.Parse(text);
        Assert.Equal(expected, filter.Matches(new JsonKeys(Frodo)));
        Assert.Equal(expected ? Truth.True : Truth.False, filter.Evaluate(new JsonKeys(Frodo)));
    }

    [Theory]
    [InlineData("addr=10.10.10.10", "frodo")]
    [InlineData("addr=10.10.10.1#", "frodo bilbo")]
    [InlineData("A", "merry pippin")]
    [InlineData("A=2", "frodo bilbo", "2")]
    [InlineData("name=jessie", "")]
    [InlineData("A.not.1", "frodo bilbo")]
    public void The_README_selects_these_remotes(string text, string expected, string? a = null)
    {
        string ofBaggins = a is null ? "" : $", \"A\": \"{a}\"";
        Dictionary<string, string> remotes = new()
        {
            ["frodo"] = $$"""{ "name": "frodo", "addr": "10.10.10.10"{{ofBaggins}} }""",
            ["bilbo"] = $$"""{ "name": "bilbo", "addr": "10.10.10.11"{{ofBaggins}} }""",
            ["merry"] = """{ "name": "merry", "addr": "10.10.10.22", "A": "1" }""",
            ["pippin"] = """{ "name": "pippin", "addr": "10.10.10.23", "A": "1" }""",
        };
        var filter = Filter.Parse(text);
        IEnumerable<string> selected =
            from remote in remotes where filter.Matches(new JsonKeys(remote.Value)) select remote.Key;
        Assert.Equal(expected, string.Join(' ', selected));
    }

    [Theory]
    [InlineData("""{ "k": "\ud800" }""")]
    [InlineData("""{ "k": ["\ud800"] }""")]
    [InlineData("""{ "k": { "\ud800": 1, "f": 2 } }""")]
    public void A_value_that_is_no_Unicode_text_equals_nothing_and_breaks_nothing(string keys)
    {
        var lookup = new JsonKeys(keys);
        Assert.True(Filter.Parse("k").Matches(lookup));
        Assert.False(Filter.Parse("k=x").Matches(lookup));
        Assert.False(Filter.Parse("k=''#").Matches(lookup));
        Assert.False(Filter.Parse("k:x").Matches(lookup));
        Assert.False(Filter.Parse("k.other=x").Matches(lookup));
        Assert.True(Filter.Parse("k.not.x").Matches(lookup));
    }
}
