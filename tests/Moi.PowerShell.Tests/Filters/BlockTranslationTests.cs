using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Filters;

/// <summary>What blocks are translated into, as the filter's text shows it; without any broker.</summary>
public sealed class BlockTranslationTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("$_.arch -eq 'arm64'", "$_.arch -eq 'arm64'")]
    [InlineData("$PSItem.arch -eq 'arm64'", "$_.arch -eq 'arm64'")]
    [InlineData("$_.arch -ieq 'arm64'", "$_.arch -eq 'arm64'")]
    [InlineData("$_.arch -ceq 'arm64'", "arch=arm64")]
    [InlineData("$_.arch -cne 'arm64'", "arch.not.arm64")]
    [InlineData("$_.arch -ne \"arm64\"", "$_.arch -ne 'arm64'")]
    [InlineData("$_.a -gt 1 ", "$_.a -gt 1")]
    [InlineData("$_.a -ge 1.50", "$_.a -ge 1.50")]
    [InlineData("$_.a -lt -1", "$_.a -lt -1")]
    [InlineData("$_.a -cle 1kb", "$_.a -cle 1024")]
    [InlineData("$_.a -eq 0x10", "$_.a -eq 16")]
    [InlineData("$_.a -eq 5L", "$_.a -eq 5")]
    [InlineData("$_.a -eq -0x10", "$_.a -eq -16")]
    [InlineData("$_.name -like 'gate*'", "$_.name -like 'gate*'")]
    [InlineData("$_.name -clike 'gate*'", "$_.name -clike 'gate*'")]
    [InlineData("$_.name -notlike 'gate*'", "-not ($_.name -like 'gate*')")]
    [InlineData("$_.name -cnotlike 'gate*'", "-not ($_.name -clike 'gate*')")]
    [InlineData("$_.a -in 1, 'two', $true", "$_.a -in @(1, 'two', $true)")]
    [InlineData("$_.a -in @(1, 'two')", "$_.a -in @(1, 'two')")]
    [InlineData("$_.a -in ('x', 'y')", "$_.a -in @('x', 'y')")]
    [InlineData("$_.a -in 'x'", "$_.a -in @('x')")]
    [InlineData("$_.a -in @()", "$_.a -in @()")]
    [InlineData("$_.a -cnotin 'x', $null", "-not ($_.a -cin @('x', $null))")]
    [InlineData("$_.a -contains 'x'", "$_.a -contains 'x'")]
    [InlineData("$_.a -ccontains 'x'", "a:x")]
    [InlineData("$_.a -notcontains 2", "-not ($_.a -contains 2)")]
    [InlineData("$_.a -eq $true", "$_.a -eq $true")]
    [InlineData("$_.a -eq $False", "$_.a -eq $false")]
    [InlineData("$_.a -eq $null", "$_.a -eq $null")]
    [InlineData("$null -ne $_.a", "$_.a -ne $null")]
    [InlineData("5 -lt $_.a", "$_.a -gt 5")]
    [InlineData("5 -ge $_.a", "$_.a -le 5")]
    [InlineData("'x' -in $_.a", "$_.a -contains 'x'")]
    [InlineData("'x', 'y' -notcontains $_.a", "-not ($_.a -in @('x', 'y'))")]
    [InlineData("$_.A", "A")]
    [InlineData("-not $_.A", "-not ($_.A -ne $null)")]
    [InlineData("!$_.A", "-not ($_.A -ne $null)")]
    [InlineData("$_.'sleep-job'.code -eq 0", "$_.'sleep-job'.code -eq 0")]
    [InlineData("$_.'sleep-job.code' -eq 0", "$_.'sleep-job'.code -eq 0")]
    [InlineData("$_.a -eq (('x'))", "$_.a -eq 'x'")]
    [InlineData("(($_.a)) -and $_.b", "all a b")]
    [InlineData("$_.a -and $_.b -and $_.c", "all a b c")]
    [InlineData("$_.a -or $_.b -or $_.c", "any a b c")]
    [InlineData("$_.a -and $_.b -or $_.c", "($_.a -ne $null -and $_.b -ne $null) -or $_.c -ne $null")]
    [InlineData("$_.a -and ($_.b -or $_.c)", "$_.a -ne $null -and ($_.b -ne $null -or $_.c -ne $null)")]
    [InlineData("$_.arch -eq 'arm64' -and $_.name -like 'gate*'", "$_.arch -eq 'arm64' -and $_.name -like 'gate*'")]
    [InlineData("arch -eq 'arm64'", "$_.arch -eq 'arm64'")]
    [InlineData("arch -ceq arm64", "arch=arm64")]
    [InlineData("A", "A")]
    [InlineData("sleep-job.code -eq 0", "$_.'sleep-job'.code -eq 0")]
    [InlineData("arch -in arm64, x64", "$_.arch -in @('arm64', 'x64')")]
    [InlineData("arch -eq arm64 -and name -like gate*", "$_.arch -eq 'arm64' -and $_.name -like 'gate*'")]
    [InlineData("A -and B -and C -or D", "($_.A -ne $null -and $_.B -ne $null -and $_.C -ne $null) -or $_.D -ne $null")]
    [InlineData("A -and -not B", "$_.A -ne $null -and -not ($_.B -ne $null)")]
    [InlineData("A -and (B -or C)", "$_.A -ne $null -and ($_.B -ne $null -or $_.C -ne $null)")]
    [InlineData("A -and $_.b -gt -1", "$_.A -ne $null -and $_.b -gt -1")]
    [InlineData("(arch -eq 'x') -and $_.b", "$_.arch -eq 'x' -and $_.b -ne $null")]
    [InlineData("-not (A)", "-not ($_.A -ne $null)")]
    public void A_block_becomes(string block, string expected) =>
        Assert.Equal(expected, _session.Run($"[string][Moi.PowerShell.MoiFilter]{{ {block} }}").Clean().Output.Single().BaseObject);

    [Theory]
    [InlineData("", "{", "the block is empty")]
    [InlineData("$_", "$_", "expected a key of the remote")]
    [InlineData("'x'", "'x'", "expected a condition")]
    [InlineData("$true", "$true", "expected a condition")]
    [InlineData("$_.a = 1", "= 1", "nothing can be assigned")]
    [InlineData("$_.a; $_.b", "$_.b", "expected one condition")]
    [InlineData("$_.a | Out-Null", "Out-Null", "no pipeline")]
    [InlineData("$_.a > file", "$_.a > file", "expected a condition")]
    [InlineData("$_.a && $_.b", "$_.a && $_.b", "expected a condition")]
    [InlineData("if ($_.a) { 1 }", "if", "expected a condition")]
    [InlineData("return $_.a", "return", "expected a condition")]
    [InlineData("param($x) $_.a", "param", "expected a condition alone")]
    [InlineData("process { $_.a }", "process", "expected a condition alone")]
    [InlineData("begin { } end { $_.a }", "begin", "expected a condition alone")]
    [InlineData("trap { } $_.a", "trap", "expected a condition alone")]
    [InlineData("$_.name.StartsWith('x')", "$_.name.StartsWith", "a method cannot be asked")]
    [InlineData("$_.name.Trim() -eq 'x'", "$_.name.Trim()", "a method cannot be asked")]
    [InlineData("$_::a", "a", "expected the name of a key")]
    [InlineData("$_.$x -eq 1", "$x", "expected the name of a key")]
    [InlineData("$_.'no key' -eq 1", "$_.'no key'", "a key is made of")]
    [InlineData("$_['a'] -eq 1", "$_['a']", "expected a key of the remote")]
    [InlineData("$_.a[0] -eq 1", "$_.a[0]", "expected a key of the remote")]
    [InlineData("$_ -eq 1", "$_ -eq", "expected a key of the remote")]
    [InlineData("$_.a -eq $_", "$_ }", "$_ is the remote itself")]
    [InlineData("$_.a -eq $_.b", "$_.b", "not with another key")]
    [InlineData("$_.a -eq $x.Length", "$x.Length", "not with another key or a property")]
    [InlineData("1 -eq 1", "1 -eq", "expected a key of the remote")]
    [InlineData("'gate*' -like $_.a", "'gate*'", "expected a key of the remote")]
    [InlineData("$_.a -match 'x'", "-match", "the operators here are")]
    [InlineData("$_.a -is [int]", "-is", "the operators here are")]
    [InlineData("$_.a -xor $_.b", "-xor", "the operators here are")]
    [InlineData("$_.a + 1", "+", "the operators here are")]
    [InlineData("$_.a -replace 'a'", "-replace", "the operators here are")]
    [InlineData("$_.a -eq 1 + 1", "1 + 1", "expected a value")]
    [InlineData("$_.a -eq [int]1", "[int]1", "expected a value")]
    [InlineData("$_.a -eq (Get-Date)", "Get-Date", "expected a value")]
    [InlineData("$_.a -eq $(1)", "$(1)", "expected a value")]
    [InlineData("$_.a -eq { 1 }", "{ 1 }", "expected a value")]
    [InlineData("$_.a -eq @{ a = 1 }", "@{", "expected a value")]
    [InlineData("$_.a -eq \"x$y\"", "\"x$y\"", "a text is not expanded here")]
    [InlineData("$_.a -eq 1, 2", "1, 2", "lists go with -in")]
    [InlineData("$_.a -in 1, (2, 3)", "(2, 3)", "single values only")]
    [InlineData("$_.a -gt $null", "$null", "a missing key is told by -eq $null")]
    [InlineData("$_.a -like $null", "$null", "a missing key is told by -eq $null")]
    [InlineData("$_.a -like '[x'", "$_.a", "has no ']'")]
    [InlineData("$_.a -eq $x", "$x", "$x cannot be read here")]
    [InlineData("-$_.a", "-$_.a", "expected a condition")]
    [InlineData("& arch", "& arch", "a filter runs no command")]
    [InlineData(". arch", ". arch", "a filter runs no command")]
    [InlineData("arch x64", "x64", "expected -and, -or, or an operator")]
    [InlineData("arch -eq", "-eq", "expected a value after -eq")]
    [InlineData("arch -eq x64 -and", "-and", "expected a key after this")]
    [InlineData("arch -eq:x64", "x64", "expected a blank")]
    [InlineData("arch -match x64", "-match", "the operators here are")]
    [InlineData("arch -eq x64 name -eq y", "name", "expected -and, -or, or an operator")]
    [InlineData("A -and 'quoted'", "'quoted'", "expected a key")]
    [InlineData("A -and -eq 1", "-eq", "expected a key")]
    public void A_block_that_is_no_filter_is_an_error_that_shows_the_spot(string block, string spot, string expected)
    {
        ScriptResult result = _session.Run($"[Moi.PowerShell.MoiFilter]{{ {block} }}");

        string message = result.Termination?.ToString() ?? "it was taken";
        Assert.Contains(expected, message);
        string[] lines = message.Split('\n');
        int caret = lines.Single(line => line.Trim().TrimEnd('"', '.') == "^").IndexOf('^');
        Assert.StartsWith(spot, lines[^2][caret..]);
    }

    [Fact]
    public void A_block_too_large_is_an_error()
    {
        string many = string.Join(" -and ", Enumerable.Range(0, 300).Select(i => $"$_.a{i}"));
        string deep = string.Concat(Enumerable.Repeat("-not (", 20)) + "$_.a" + new string(')', 20);

        Assert.Contains("too large", _session.Run($"[Moi.PowerShell.MoiFilter]{{ {many} }}").Termination?.ToString());
        Assert.Contains("nested too deeply", _session.Run($"[Moi.PowerShell.MoiFilter]{{ {deep} }}").Termination?.ToString());
    }

    [Fact]
    public void A_long_row_of_the_same_operator_is_not_deep()
    {
        string many = string.Join(" -or ", Enumerable.Range(0, 200).Select(i => $"$_.a{i}"));

        Assert.StartsWith("any a0 a1", _session.Run($"[string][Moi.PowerShell.MoiFilter]{{ {many} }}").Clean().Output.Single().BaseObject.ToString());
    }
}
