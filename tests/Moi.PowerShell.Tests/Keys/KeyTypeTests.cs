using System.Management.Automation;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Keys;

public sealed class KeyTypeTests(SharedFleets fleets)
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("-1", "-1")]
    [InlineData("1.5", "1.5")]
    [InlineData("1.10", "'1.10'")]
    [InlineData("1.0", "'1.0'")]
    [InlineData("-1.10", "'-1.10'")]
    [InlineData("007", "'007'")]
    [InlineData("1kb", "'1kb'")]
    [InlineData("0x10", "'0x10'")]
    [InlineData("1e3", "'1e3'")]
    [InlineData("1.2.3", "'1.2.3'")]
    [InlineData("'1'", "'1'")]
    [InlineData("true", "'true'")]
    [InlineData("$true", "True")]
    [InlineData("''", "''")]
    [InlineData("(1.10)", "1.1")]
    [InlineData("([ulong]::MaxValue)", "1.84467440737096E+19")]
    [InlineData("([decimal]2.5)", "2.5")]
    [InlineData("@()", "[]")]
    [InlineData("1, 'two', $null", "[1,'two',]")]
    [InlineData("1, -2", "[1,-2]")]
    [InlineData("-1, -2.5, -x, '-'", "[-1,-2.5,'-x','-']")]
    [InlineData("(, 1)", "[1]")]
    [InlineData("@{ code = 0; deep = @{ x = 1.5 } }", "{code:0,deep:{x:1.5}}", "{deep:{x:1.5},code:0}")]
    [InlineData("([pscustomobject]@{ a = 1; b = [pscustomobject]@{ c = $null } })", "{a:1,b:{c:}}")]
    [InlineData("([System.DayOfWeek]::Friday)", "'Friday'")]
    [InlineData("([datetime]::SpecifyKind('2026-01-02T03:04:05', 'Utc'))", "'2026-01-02T03:04:05.0000000Z'")]
    [InlineData("([version]'1.10')", "'1.10'")]
    [InlineData("('x' | ForEach-Object { $_ })", "'x'")]
    [InlineData("'null'", "")]
    public async Task A_value_keeps_its_type(string value, params string[] expected)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        session.Run($"Set-MoiKey typed {value} -Name pippin").Clean();

        Assert.Contains(Text(session.Run("Get-MoiRemote typed -Name pippin").Clean().Values("typed")[0]), expected);
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.10", "'1.10'")]
    [InlineData("007", "'007'")]
    [InlineData("true", "True")]
    [InlineData("[1,2]", "[1,2]")]
    [InlineData("[1,2", "'[1,2'")]
    [InlineData("a=b", "'a=b'")]
    [InlineData("", "''")]
    [InlineData("null", "")]
    public async Task A_pair_is_read_as_the_seed_reads_it(string text, string expected)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        session.Run($"Set-MoiKey 'paired={text}' -Name pippin").Clean();

        Assert.Equal(expected, Text(session.Run("Get-MoiRemote paired -Name pippin").Clean().Values("paired")[0]));
    }

    [Fact]
    public async Task A_version_is_found_by_the_text_it_was_written_as()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        session.Run("Set-MoiKey version 1.10 -Name merry").Clean();

        Assert.Equal(["merry"], session.Run("Get-MoiRemote -Filter 'version=1.10'").Clean().Names);
        Assert.Equal(["merry"], session.Run("Get-MoiRemote -Filter { $_.version -eq 1.10 }").Clean().Names);
        Assert.Equal(["merry"], session.Run("Get-MoiRemote -Filter { $_.version -eq '1.10' }").Clean().Names);
    }

    [Fact]
    public async Task Elements_are_added_and_removed_once_and_again()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        session.Run("Remove-MoiKey tags -Name merry").Clean();

        session.Run("Set-MoiKey tags -Add fast, 1.10 -Name merry; Set-MoiKey tags -Add fast -Name merry; Set-MoiKey tags -Add 1.10 -Name merry").Clean();
        Assert.Equal("['fast',1.1,'1.10']", Text(session.Run("Get-MoiRemote tags -Name merry").Clean().Values("tags")[0]));
        Assert.Equal(["merry"], session.Run("Get-MoiRemote -Filter tags:fast").Clean().Names);

        session.Run("Set-MoiKey tags -Add new -Remove fast, never -Name merry; Set-MoiKey tags -Remove fast -Name merry").Clean();
        Assert.Equal("[1.1,'1.10','new']", Text(session.Run("Get-MoiRemote tags -Name merry").Clean().Values("tags")[0]));
    }

    [Fact]
    public async Task An_element_cannot_be_added_to_what_is_no_array()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        session.Run("Set-MoiKey single 1 -Name merry").Clean();

        ScriptResult result = session.Run("Set-MoiKey single -Add 2 -Name merry");

        Assert.Equal("KeyRejected", ScriptResult.IdOf(result.Error));
        Assert.Equal([1L], session.Run("Get-MoiRemote single -Name merry").Clean().Values("single"));
    }

    [Fact]
    public async Task Keys_are_erased_together_and_missing_ones_are_erased_already()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        session.Run("Set-MoiKey er1=1, er2=2, er3=3 -Name merry").Clean();

        session.Run("Remove-MoiKey er1, er2, er1, nosuchkey -Name merry -WhatIf").Clean();
        Assert.Equal(["merry"], session.Run("Get-MoiRemote -Filter 'all er1 er2 er3'").Clean().Names);
        ScriptResult result = session.Run("Remove-MoiKey er1, er2, er1, nosuchkey -Name merry").Clean();

        Assert.Equal(["er1", "er2", "nosuchkey"], (IReadOnlyList<string>)result.Single.Key);
        Assert.Empty(session.Run("Get-MoiRemote -Filter 'any er1 er2'").Clean().Output);
        Assert.Equal(["merry"], session.Run("Get-MoiRemote -Filter er3").Clean().Names);
    }

    [Theory]
    [InlineData("Set-MoiKey A $null", "Remove-MoiKey A")]
    [InlineData("Set-MoiKey A $undefined", "Remove-MoiKey A")]
    [InlineData("Set-MoiKey @{ A = $null }", "Remove-MoiKey A")]
    [InlineData("Set-MoiKey A=1 2", "has a value already")]
    [InlineData("Set-MoiKey A, B 2", "With -Value there is one key")]
    [InlineData("Set-MoiKey A", "'A' says no value")]
    [InlineData("Set-MoiKey 42", "'42' says no value")]
    [InlineData("Set-MoiKey A=1, A=2", "given twice")]
    [InlineData("Set-MoiKey A ([double]::NaN)", "JSON has no number")]
    [InlineData("Set-MoiKey A ([single]::PositiveInfinity)", "JSON has no number")]
    [InlineData("Set-MoiKey A (1, [double]::NaN)", "JSON has no number")]
    [InlineData("$h = @{}; $h.h = $h; Set-MoiKey A $h", "nested deeper than 32 levels")]
    [InlineData("Set-MoiKey A ([string][char]0xD800)", "half a surrogate pair")]
    [InlineData("Set-MoiKey ('A=' + [char]0xD800)", "half a surrogate pair")]
    [InlineData("$h = @{}; $h[1] = 1; $h['1'] = 2; Set-MoiKey A $h", "two fields '1'")]
    [InlineData("Set-MoiKey A 1 -Add 2", "no value")]
    [InlineData("Set-MoiKey A=1 -Add 2", "no value")]
    [InlineData("Set-MoiKey @{ A = 1 } -Remove 2", "no value")]
    [InlineData("Set-MoiKey A -Add @()", "no element")]
    public void What_cannot_be_set_is_one_error_and_nobody_is_asked(string script, string expected)
    {
        // Without a broker whatever asks would fail otherwise.
        using ModuleSession session = new();

        ScriptResult result = session.Run(script);

        Assert.Equal("BadKeyValue", result.TerminationId);
        Assert.Contains(expected, result.Termination!.ToString());
        Assert.Equal(ErrorCategory.InvalidArgument, result.Termination.CategoryInfo.Category);
    }

    /// <summary>A value as text that tells types apart.</summary>
    private static string Text(object? value) => (value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value) switch
    {
        null => string.Empty,
        string text => $"'{text}'",
        object?[] items => $"[{string.Join(',', items.Select(Text))}]",
        PSObject fields => $"{{{string.Join(',', fields.Properties.Select(field => $"{field.Name}:{Text(field.Value)}"))}}}",
        double number => number.ToString("G15", System.Globalization.CultureInfo.InvariantCulture),
        var other => other.ToString()!,
    };
}
