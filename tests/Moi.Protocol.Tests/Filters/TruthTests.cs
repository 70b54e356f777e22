using Moi.Protocol.Filters;
using static Moi.Protocol.Tests.Filters.Make;

namespace Moi.Protocol.Tests.Filters;

public sealed class TruthTests
{
    private static readonly JsonKeys Keys = new("""{ "yes": "1" }""", "what");

    private static Filter Of(char truth) => truth switch
    {
        'T' => Exists("yes"),
        'F' => Exists("no"),
        _ => Exists("what"),
    };

    private static Truth Read(char truth) => truth switch
    {
        'T' => Truth.True,
        'F' => Truth.False,
        _ => Truth.Unknown,
    };

    [Theory]
    [InlineData("TT", 'T', 'T')]
    [InlineData("TF", 'F', 'T')]
    [InlineData("TU", 'U', 'T')]
    [InlineData("FF", 'F', 'F')]
    [InlineData("FU", 'F', 'U')]
    [InlineData("UU", 'U', 'U')]
    [InlineData("UTF", 'F', 'T')]
    [InlineData("U", 'U', 'U')]
    public void All_and_any_of_these_are(string conditions, char all, char any)
    {
        foreach (char[] order in (char[][])[conditions.ToCharArray(), conditions.Reverse().ToArray()])
        {
            Filter[] filters = [.. order.Select(Of)];
            Assert.Equal(Read(all), All(filters).Evaluate(Keys));
            Assert.Equal(Read(any), Any(filters).Evaluate(Keys));
        }
    }

    [Theory]
    [InlineData('T', 'F')]
    [InlineData('F', 'T')]
    [InlineData('U', 'U')]
    public void Not_of_this_is(char condition, char expected)
    {
        Assert.Equal(Read(expected), Not(Of(condition)).Evaluate(Keys));
    }

    [Theory]
    [InlineData("what")]
    [InlineData("what=1")]
    [InlineData("what.not.1")]
    [InlineData("what=1#")]
    [InlineData("what:1")]
    [InlineData("what.code=0")]
    public void What_is_said_of_an_unknown_key_is_unknown_and_does_not_match(string text)
    {
        var filter = Filter.Parse(text);
        Assert.Equal(Truth.Unknown, filter.Evaluate(Keys));
        Assert.False(filter.Matches(Keys));
        Assert.False(Not(filter).Matches(Keys));
    }
}
