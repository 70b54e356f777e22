using Moi.Protocol.Filters;
using static Moi.Protocol.Tests.Filters.Make;

namespace Moi.Protocol.Tests.Filters;

public sealed class FilterTreeTests
{
    [Fact]
    public void Trees_are_equal_by_value()
    {
        Filter Tree() => All(
            Exists("A"),
            Any(Eq("b", "1"), Like("c", "x*", ignoreCase: true)),
            Not(In("d", false, FilterValue.FromNumber(1), FilterValue.Null)));

        Assert.Equal(Tree(), Tree());
        Assert.Equal(Tree().GetHashCode(), Tree().GetHashCode());
    }

    [Fact]
    public void Trees_that_differ_anywhere_are_different()
    {
        Filter[] trees =
        [
            Exists("A"), Exists("B"), Eq("A", "1"), Ne("A", "1"), Eq("A", "2"), Starts("A", "1"), Like("A", "1"),
            Compare("A", ComparisonOperator.Equal, FilterValue.FromString("1"), ignoreCase: true),
            Compare("A", ComparisonOperator.Equal, FilterValue.FromNumber(1)),
            In("A", false, FilterValue.FromNumber(1)), In("A", true, FilterValue.FromNumber(1)), In("A", false),
            In("A", false, FilterValue.FromNumber(2)),
            Contains("A", "1"), Contains("A", "1", ignoreCase: true), Like("A", "1", ignoreCase: true),
            All(Exists("A")), Any(Exists("A")), Not(Exists("A")), All(Exists("A"), Exists("A")), All(Exists("B")),
        ];
        for (int i = 0; i < trees.Length; i++)
        {
            // By Equals alone: a collection would let different hash codes hide a sloppy comparison.
            Assert.Equal([i], Enumerable.Range(0, trees.Length).Where(other => trees[i].Equals(trees[other])));
        }
    }

    [Fact]
    public void A_list_of_no_conditions_or_a_missing_one_is_refused()
    {
        Assert.Throws<ArgumentException>(() => All());
        Assert.Throws<ArgumentException>(() => Any());
        Assert.Throws<ArgumentException>(() => All(Exists("A"), null!));
        Assert.Throws<ArgumentException>(() => In("A", false, FilterValue.Null, null!));
    }

    [Fact]
    public void An_operator_that_does_not_exist_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Compare("A", (ComparisonOperator)6, FilterValue.Null));
    }

    [Fact]
    public void A_tree_has_a_largest_depth_and_a_largest_number_of_nodes()
    {
        Filter deep = Exists("A");
        for (int depth = 1; depth < FilterLimits.MaxDepth; depth++)
        {
            deep = Not(deep);
        }

        ArgumentException error = Assert.Throws<ArgumentException>(() => All(deep));
        Assert.Contains("at most 16 levels", error.Message, StringComparison.Ordinal);

        Filter[] many = [.. Enumerable.Repeat(Exists("A"), FilterLimits.MaxNodes - 1)];
        All(many);
        error = Assert.Throws<ArgumentException>(() => All([.. many, Exists("A")]));
        Assert.Contains("at most 256", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Not(All(many)));

        FilterValue[] values = [.. Enumerable.Repeat(FilterValue.Null, FilterLimits.MaxNodes - 1)];
        In("A", false, values);
        Assert.Throws<ArgumentException>(() => In("A", false, [.. values, FilterValue.Null]));
    }

    [Fact]
    public void The_conditions_of_a_list_cannot_be_changed_afterwards()
    {
        Filter[] conditions = [Exists("A")];
        AllFilter all = All(conditions);
        conditions[0] = Exists("B");
        Assert.Equal(All(Exists("A")), all);
        Assert.Throws<NotSupportedException>(() => ((IList<Filter>)all.Conditions)[0] = Exists("B"));
    }
}
