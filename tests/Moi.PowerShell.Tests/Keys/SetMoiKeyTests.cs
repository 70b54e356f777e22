using System.Management.Automation;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Keys;

public sealed class SetMoiKeyTests(SharedFleets fleets)
{
    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task A_key_is_set_everywhere_and_every_remote_says_so(FleetKind kind)
    {
        using ModuleSession session = await fleets.OpenAsync(kind);

        ScriptResult result = session.Run("Set-MoiKey set1 1").Clean();

        Assert.Equal(["bilbo", "frodo", "merry", "pippin"], result.Names);
        Assert.All(result.Values("Success"), success => Assert.Equal(true, success));
        Assert.All(result.Values("Key"), keys => Assert.Equal(["set1"], (IReadOnlyList<string>)keys!));
        Assert.Equal([1L, 1L, 1L, 1L], session.Run("Get-MoiRemote set1").Clean().Values("set1"));
    }

    [Theory]
    [InlineData("set2=1, set3=two")]
    [InlineData("@{ set2 = 1; set3 = 'two' }")]
    [InlineData("set2=1, @{ set3 = 'two' }")]
    [InlineData("([ordered]@{ set2 = 1; set3 = 'two' })")]
    public async Task Several_keys_can_be_set_as_pairs_or_as_a_hashtable(string keys)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        session.Run("Set-MoiKey set2=null, set3=null -Name frodo").Clean();

        ScriptResult set = session.Run($"Set-MoiKey {keys} -Name frodo").Clean();

        Assert.Equal(["set2", "set3"], ((IReadOnlyList<string>)set.Single.Key).Order());
        ScriptResult result = session.Run("Get-MoiRemote set2, set3 -Name frodo").Clean();
        Assert.Equal((1L, "two"), (result.Values("set2").Single(), result.Values("set3").Single()));
    }

    [Theory]
    [InlineData("erased=null")]
    [InlineData("erased null")]
    [InlineData("@{ erased = 'null' }")]
    public async Task The_text_null_erases(string erasing)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        session.Run("Set-MoiKey erased yes -Name frodo").Clean();

        session.Run($"Set-MoiKey {erasing} -Name frodo").Clean();

        Assert.Empty(session.Run("Get-MoiRemote -Filter erased").Clean().Output);
    }

    [Theory]
    [InlineData("typed 7", 7L)]
    [InlineData("typed=7", 7L)]
    [InlineData("typed=-1.5", -1.5)]
    [InlineData("typed=007", "007")]
    [InlineData("typed=1.10", "1.10")]
    [InlineData("typed=1e3", "1e3")]
    [InlineData("typed=+1", "+1")]
    [InlineData("typed '007'", "007")]
    [InlineData("typed=true", true)]
    [InlineData("typed $true", true)]
    [InlineData("typed=True", "True")]
    [InlineData("typed ''", "")]
    [InlineData("typed=", "")]
    [InlineData("typed=a=b", "a=b")]
    [InlineData("typed 'a b'", "a b")]
    [InlineData("typed=[1", "[1")]
    [InlineData("typed '{not json}'", "{not json}")]
    [InlineData("typed Ünïcode→", "Ünïcode→")]
    [InlineData("typed ([System.ConsoleColor]::Red)", "Red")]
    public async Task A_value_keeps_its_type_and_a_text_that_only_looks_like_a_number_stays_a_text(string key, object expected)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        session.Run($"Set-MoiKey {key} -Name frodo").Clean();

        Assert.Equal([expected], session.Run("Get-MoiRemote typed -Name frodo").Clean().Values("typed"));
    }

    [Theory]
    [InlineData("A $null", "Remove-MoiKey A")]
    [InlineData("A $undefined", "Remove-MoiKey A")]
    [InlineData("@{ A = $null }", "Remove-MoiKey A")]
    [InlineData("A=1 2", "'A=1' has a value already, and '2' is another")]
    [InlineData("A=1, B=2 3", "With -Value there is one key")]
    [InlineData("A=1, A=2", "'A' is given twice")]
    [InlineData("A=1, @{ A = 2 }", "'A' is given twice")]
    [InlineData("A", "'A' says no value")]
    [InlineData("A=1, B", "'B' says no value")]
    [InlineData("=1", "says no value")]
    [InlineData("A ([double]::NaN)", "'A' is NaN")]
    [InlineData("@{ A = 1, [float]::PositiveInfinity }", "'A' is")]
    public void What_is_no_key_with_a_value_is_one_error_that_says_what_to_write(string key, string said)
    {
        // Without a broker whatever asks would fail otherwise.
        using ModuleSession session = new();

        ScriptResult result = session.Run($"Set-MoiKey {key}");

        Assert.Equal("BadKeyValue", result.TerminationId);
        Assert.Equal(ErrorCategory.InvalidArgument, result.Termination!.CategoryInfo.Category);
        Assert.Contains(said, result.Termination.ToString());
        Assert.DoesNotContain('\n', result.Termination.ToString());
    }

    [Theory]
    [InlineData("addr")]
    [InlineData("name")]
    [InlineData("id")]
    [InlineData("time")]
    [InlineData("moid")]
    [InlineData("arch")]
    [InlineData("groups")]
    [InlineData("'no key'")]
    public async Task A_key_that_cannot_be_set_is_refused_by_the_remote_and_none_is_set(string key)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult result = session.Run($"Set-MoiKey @{{ beside = 1; {key} = 'x' }} -Name frodo");

        Assert.Empty(result.Output);
        Assert.Equal("KeyRejected", ScriptResult.IdOf(result.Error));
        Assert.Equal(ErrorCategory.InvalidArgument, result.Error.CategoryInfo.Category);
        Assert.StartsWith("10.10.10.10 frodo: ", result.Error.ToString());
        Assert.Equal("10.10.10.10 frodo", result.Error.TargetObject.ToString());
        Assert.Equal(["frodo"], session.Run("$Error[0] | Get-MoiRemote").Names);
        Assert.Equal([null], session.Run("Get-MoiRemote beside -Name frodo").Clean().Values("beside"));
    }

    [Theory]
    [InlineData("home")]
    [InlineData("tmp")]
    [InlineData("bin")]
    [InlineData("self")]
    public async Task The_places_of_a_remote_can_be_set_and_erasing_them_brings_the_configured_ones_back(string place)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);
        object? configured = session.Run($"Get-MoiRemote {place} -Name pippin").Clean().Values(place).Single();

        session.Run($"Set-MoiKey {place} /usr -Name pippin").Clean();
        Assert.Equal("/usr", session.Run($"Invoke-MoiRun pwd {place} -Name pippin").Clean().Single.Stdout);

        session.Run($"Set-MoiKey {place}=null -Name pippin").Clean();
        Assert.Equal([configured], session.Run($"Get-MoiRemote {place} -Name pippin").Clean().Values(place));
    }

    [Fact]
    public async Task WhatIf_names_each_remote_that_is_meant_and_changes_nothing()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        ScriptResult everyone = session.Run("Set-MoiKey iffy 1 -WhatIf").Clean();
        IReadOnlyList<string> said = [.. session.Host.Lines.Order()];

        Assert.Empty(everyone.Output);
        Assert.Equal(4, said.Count);
        Assert.All(said.Zip(["10.10.10.10 frodo", "10.10.10.11 bilbo", "10.10.10.22 merry", "10.10.10.23 pippin"]), line =>
            Assert.Contains($"\"Set iffy=1\" on target \"{line.Second}\"", line.First));
        Assert.Empty(session.Run("Get-MoiRemote -Filter iffy").Clean().Output);
    }

    [Theory]
    [InlineData("-Filter 'name=merry'", "merry")]
    [InlineData("-Filter 'iffier=yes'", "pippin")]
    [InlineData("-Name frodo", "frodo")]
    public async Task WhatIf_names_only_those_whose_keys_match(string selector, string name)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        session.Run("Set-MoiKey iffier yes -Name pippin").Clean();

        session.Run($"Set-MoiKey iffy 1 {selector} -WhatIf").Clean();

        Assert.Contains(name, Assert.Single(session.Host.Lines));
    }

    [Fact]
    public async Task Confirm_asks_once_and_does_what_the_answer_says()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        const string Script = "Set-MoiKey sure yes -Filter 'addr=10.10.10.1#' -Confirm";
        session.Host.Answer = 2;

        Assert.Empty(session.Run(Script).Clean().Output);
        string question = Assert.Single(session.Host.Questions);
        Assert.Contains("frodo", question);
        Assert.Contains("bilbo", question);
        Assert.DoesNotContain("merry", question);
        Assert.Empty(session.Run("Get-MoiRemote -Filter sure").Clean().Output);

        session.Host.Answer = 0;

        Assert.Equal(["bilbo", "frodo"], session.Run(Script).Clean().Names);
        Assert.Equal(2, session.Host.Questions.Count);
        Assert.Equal(["bilbo", "frodo"], session.Run("Get-MoiRemote -Filter sure=yes").Clean().Names);
    }

    [Fact]
    public async Task What_was_set_is_there_after_a_remote_was_killed()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        session.Run("Set-MoiKey kept=yes, lost=yes; Set-MoiKey lost=null").Clean();

        session.Run("Restart-MoiRemote -Name merry").Clean();

        await Moi.Testing.Eventually.Holds(() => session.Run("Get-MoiRemote -Name merry").Errors.Count == 0);
        ScriptResult result = session.Run("Get-MoiRemote kept, lost -Name merry").Clean();
        Assert.Equal(("yes", null), (result.Values("kept").Single(), result.Values("lost").Single()));
    }
}
