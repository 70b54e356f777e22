using Moi.Protocol.Filters;
using static Moi.Protocol.Tests.Filters.Make;

namespace Moi.Protocol.Tests.Filters;

public sealed class FilterToStringTests
{
    private static readonly FilterValue Arm = FilterValue.FromString("arm64");

    public static TheoryData<Filter, string> SeedForms => new()
    {
        { Exists("a.not"), "a.not" },
        { Eq("name", "frodo"), "name=frodo" },
        { Eq("a.not.b", "1"), "a.not.b=1" },
        { Eq("A", "b c"), "A=b c" },
        { Eq("A", ""), "A=''" },
        { Eq("A", " b"), "A=' b'" },
        { Eq("A", "b "), "A='b '" },
        { Eq("A", "c#"), @"A=c\#" },
        { Eq("A", @"c\#"), @"A=c\\#" },
        { Eq("A", "'b'"), "A=\"'b'\"" },
        { Eq("A", "'b\""), "A='''b\"'" },
        { Starts("addr", "10."), "addr=10.#" },
        { Starts("A", ""), "A=''#" },
        { Starts("A", @"c:\"), @"A='c:\'#" },
        { Starts("A", "#"), "A=##" },
        { Contains("groups", "all"), "groups:all" },
        { Contains("groups", "a=b"), "groups:'a=b'" },
        { Ne("tree", "1.7"), "tree.not.1.7" },
        { Ne("tree", "a:b"), "tree.not.'a:b'" },
        { All(Exists("A"), Eq("name", "sam wise")), "all A name='sam wise'" },
        { Any(Eq("all", "1")), "any all=1" },
    };

    public static TheoryData<Filter, string> BlockForms => new()
    {
        {
            All(Compare("arch", ComparisonOperator.Equal, Arm, true), Like("name", "gate*", ignoreCase: true)),
            "$_.arch -eq 'arm64' -and $_.name -like 'gate*'"
        },
        { Compare("time", ComparisonOperator.Greater, FilterValue.FromNumber(0)), "$_.time -cgt 0" },
        { Compare("ok", ComparisonOperator.NotEqual, FilterValue.FromBoolean(true), true), "$_.ok -ne $true" },
        { Compare("ok", ComparisonOperator.LessOrEqual, FilterValue.Null, ignoreCase: true), "$_.ok -le $null" },
        { Compare("all", ComparisonOperator.Equal, FilterValue.FromNumber(5)), "$_.all -ceq 5" },
        { In("arch", true, Arm, FilterValue.FromString("it's")), "$_.arch -in @('arm64', 'it''s')" },
        { In("arch", false), "$_.arch -cin @()" },
        { Contains("groups", "all", ignoreCase: true), "$_.groups -contains 'all'" },
        { Not(Contains("groups", "all")), "-not ($_.groups -ccontains 'all')" },
        { Not(Starts("A", "a*[")), "-not ($_.A -clike 'a`*`[*')" },
        { Exists("all"), "$_.all -ne $null" },
        { Exists("a.not.b"), "$_.a.not.b -ne $null" },
        { Ne("x.not", "1"), "$_.x.not -cne '1'" },
        { Not(Exists("sleep-job.0")), "-not ($_.'sleep-job'.'0' -ne $null)" },
        { All(Exists("A"), Any(Exists("B"), Exists("C"))), "$_.A -ne $null -and ($_.B -ne $null -or $_.C -ne $null)" },
        { Any(Exists("A"), Exists("any")), "$_.A -ne $null -or $_.any -ne $null" },
        { Not(Eq("A", "\u2018")), "-not ($_.A -ceq '\u2018\u2018')" },
    };

    [Theory]
    [MemberData(nameof(SeedForms))]
    public void A_tree_with_a_seed_form_is_written_so_and_reads_back(Filter filter, string expected)
    {
        Assert.Equal(expected, filter.ToString());
        Assert.Equal(filter, Filter.Parse(filter.ToString()));
    }

    [Theory]
    [MemberData(nameof(BlockForms))]
    public void Any_other_tree_is_written_as_in_PowerShell_and_never_taken_for_seed_text(Filter filter, string expected)
    {
        Assert.Equal(expected, filter.ToString());
        Assert.Throws<FilterSyntaxException>(() => Filter.Parse(filter.ToString()));
    }
}
