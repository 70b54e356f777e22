using System.Text;
using System.Text.Json;
using CsCheck;
using Moi.Protocol.Filters;

namespace Moi.Protocol.Tests.Filters;

public sealed class FilterPropertyTests
{
    private const long Iterations = 2_000;

    [Fact]
    public void A_seed_tree_is_written_as_text_that_reads_back_to_it_unless_its_keys_forbid()
    {
        FilterGen.SeedTree.Sample(filter =>
        {
            if (SeedForm.TryWrite(filter) is { } text)
            {
                Assert.Equal(filter, Filter.Parse(text));
                Assert.Equal(text, filter.ToString());
            }
            else
            {
                IEnumerable<Filter> conditions = filter is CompoundFilter list ? list.Conditions : [filter];
                Assert.Contains(
                    conditions.OfType<KeyFilter>(),
                    condition => condition.Key.Parts.Contains("not") || condition.Key.Text is "all" or "any");
            }
        }, iter: Iterations);
    }

    [Fact]
    public void Any_tree_is_written_as_text_that_reads_back_to_it_or_is_refused()
    {
        FilterGen.Tree.Sample(filter =>
        {
            string text = filter.ToString();
            if (SeedForm.TryWrite(filter) is null)
            {
                Assert.Throws<FilterSyntaxException>(() => Filter.Parse(text));
            }
            else
            {
                Assert.Equal(filter, Filter.Parse(text));
            }
        }, iter: Iterations);
    }

    [Fact]
    public void Any_tree_is_written_as_JSON_that_reads_back_to_it()
    {
        FilterGen.Tree.Sample(filter =>
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream))
            {
                FilterJson.Write(writer, filter);
            }

            Filter read = FilterJson.Read(JsonElement.Parse(stream.ToArray()));
            Assert.Equal(filter, read);
            Assert.Equal(filter.GetHashCode(), read.GetHashCode());
        }, iter: Iterations);
    }

    [Fact]
    public void Arbitrary_text_is_a_filter_or_refused_at_a_spot_inside_it()
    {
        FilterGen.Text.Sample(text =>
        {
            try
            {
                var filter = Filter.Parse(text);
                Assert.Equal(filter, Filter.Parse(filter.ToString()));
            }
            catch (FilterSyntaxException error)
            {
                Assert.InRange(error.Position, 0, text.Length);
                Assert.DoesNotContain('\n', error.Message);
                Assert.Equal(2, error.CaretLines.Split('\n').Length);
            }
        }, iter: Iterations);
    }

    [Fact]
    public void Arbitrary_JSON_is_a_filter_or_refused()
    {
        Gen<string> operators =
            Gen.OneOf("eq", "ieq", "exists", "starts", "like", "in", "elem", "all", "any", "not", "x");
        Gen<string> json = Gen.Recursive<string>((depth, inner) => depth >= 6
            ? Gen.OneOf("\"A\"", "\"a.b\"", "1", "null", "\"\\ud800\"", "[]", "{}")
            : Gen.OneOf(
                Gen.OneOf("\"A\"", "1", "true"),
                inner.Array[0, 3].Select(items => $"[{string.Join(',', items)}]"),
                Gen.Select(operators, inner).Array[1, 2].Select(members =>
                    $"{{{string.Join(',', members.Select(member => $"\"{member.Item1}\":{member.Item2}"))}}}")));
        json.Sample(text =>
        {
            try
            {
                var filter = FilterJson.Read(JsonElement.Parse(text));
                Assert.Equal(text, JsonSerializer.Serialize(filter, FilterJsonTests.FilterContext.Default.Filter));
            }
            catch (FilterFormatException error)
            {
                Assert.StartsWith("$", error.Location, StringComparison.Ordinal);
            }
        }, iter: Iterations);
    }

    [Fact]
    public void Damaged_JSON_of_a_filter_is_a_filter_or_a_JSON_error()
    {
        Gen<string> damage = Gen.OneOf("", "\"", "[", "]", "{", "}", ",", "1", "i", "null", "\\ud800", ".", " ");
        Gen.Select(FilterGen.Tree, Gen.Double.Unit, Gen.Int[0, 3], damage).Sample((filter, spot, removed, inserted) =>
        {
            string json = JsonSerializer.Serialize(filter, FilterJsonTests.FilterContext.Default.Filter);
            int start = (int)(spot * json.Length);
            string damaged = json.Remove(start, Math.Min(removed, json.Length - start)).Insert(start, inserted);
            try
            {
                Filter? read = JsonSerializer.Deserialize(damaged, FilterJsonTests.FilterContext.Default.Filter);
                Assert.NotNull(read);
            }
            catch (JsonException error)
            {
                Assert.NotEmpty(error.Message);
            }
        }, iter: Iterations);
    }

    [Fact]
    public void With_all_keys_known_a_filter_holds_or_not_and_never_throws()
    {
        Gen.Select(FilterGen.Tree, FilterGen.Keys).Sample((filter, keys) =>
        {
            var lookup = new JsonKeys(keys);
            Truth truth = filter.Evaluate(lookup);
            Assert.NotEqual(Truth.Unknown, truth);
            Assert.Equal(truth == Truth.True, filter.Matches(lookup));
            Assert.NotEqual(truth, new NotFilter(filter).Evaluate(lookup));
        }, iter: Iterations);
    }

    [Fact]
    public void Learning_an_unknown_key_never_turns_true_into_false_or_back()
    {
        Gen<string[]> names = FilterGen.Names;
        Gen.Select(FilterGen.Tree, FilterGen.Keys, names, names).Sample((filter, keys, some, more) =>
        {
            Truth little = filter.Evaluate(new JsonKeys(keys, [.. some, .. more]));
            Truth better = filter.Evaluate(new JsonKeys(keys, some));
            Truth full = filter.Evaluate(new JsonKeys(keys));
            Assert.True(little == Truth.Unknown || little == better);
            Assert.True(better == Truth.Unknown || better == full);
        }, iter: Iterations);
    }

    [Fact]
    public void Equality_and_inequality_are_opposites_and_order_agrees_with_them()
    {
        Gen.Select(FilterGen.Path, FilterGen.Value, Gen.Bool, FilterGen.Keys).Sample((key, value, ignoreCase, keys) =>
        {
            var lookup = new JsonKeys(keys);
            bool Holds(ComparisonOperator comparison) =>
                new ComparisonFilter(key, comparison, value, ignoreCase).Matches(lookup);

            Assert.NotEqual(Holds(ComparisonOperator.Equal), Holds(ComparisonOperator.NotEqual));
            Assert.False(Holds(ComparisonOperator.Less) && Holds(ComparisonOperator.GreaterOrEqual));
            Assert.False(Holds(ComparisonOperator.Greater) && Holds(ComparisonOperator.LessOrEqual));
            Assert.False(Holds(ComparisonOperator.Less) && Holds(ComparisonOperator.Equal));
            Assert.Equal(
                value.Kind != JsonValueKind.Null && Holds(ComparisonOperator.Equal),
                Holds(ComparisonOperator.LessOrEqual) && Holds(ComparisonOperator.GreaterOrEqual));
        }, iter: Iterations);
    }

    [Fact]
    public void A_prefix_written_as_a_pattern_fits_the_same_texts()
    {
        Gen.Select(FilterGen.Unicode, FilterGen.Unicode).Sample((prefix, rest) =>
        {
            var pattern = LikePattern.Parse(LikePattern.EscapePrefix(prefix));
            Assert.True(pattern.IsMatch(prefix + rest, ignoreCase: false));
            Assert.Equal(rest.StartsWith(prefix, StringComparison.Ordinal), pattern.IsMatch(rest, ignoreCase: false));
        }, iter: Iterations);
    }

    [Fact]
    public void Values_of_a_mebibyte_are_compared_without_harm()
    {
        string text = string.Concat(Enumerable.Repeat("all any=:#'\"*[", 75_000));
        string json = JsonSerializer.Serialize(text);
        var keys = new JsonKeys($$"""{ "k": {{json}}, "a": [ {{json}} ] }""");
        Assert.True(Encoding.UTF8.GetByteCount(text) > 1 << 20);
        Assert.True(Filter.Parse("all k='all any'# k.not.x a=[#").Matches(keys));
        Assert.True(Make.Like("k", "*a*b*".Replace('b', 'y') + "`[", ignoreCase: true).Matches(keys));
        Assert.False(Make.Like("k", "*a*y*:*z", ignoreCase: true).Matches(keys));
    }
}
