using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Groups;

/// <summary>Groups, where the seed's story does not reach.</summary>
public sealed class GroupTests
{
    [Fact]
    public async Task A_group_survives_a_change_of_its_members_address_and_name()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        using TemporaryFolder store = new();
        MoidOptions before = new()
        {
            Name = "sam",
            Address = "10.10.10.40",
            BrokerPort = broker.Port,
            Settings = new Dictionary<string, object> { ["store"] = store.Path },
        };
        using ModuleSession session = new();
        await using (MoidProcess sam = await MoidProcess.StartAsync(before))
        {
            session.Connect(broker.Port);
            Assert.Equal(["sam"], session.Run("New-MoiGroup movers -Force").Clean().Names);
            await sam.TerminateAsync();
        }

        await using MoidProcess samwise = await MoidProcess.StartAsync(before with { Name = "samwise", Address = "10.10.10.41" });
        await Eventually.Holds(() => session.Run("Get-MoiRemote -Group movers").Errors.Count == 0);

        ScriptResult moved = session.Run("Get-MoiRemote -Group movers").Clean();
        Assert.Equal("10.10.10.41 samwise", $"{moved.Single.Address} {moved.Single.Name}");
        session.Run("Remove-MoiGroup movers -Confirm:$false").Clean();
    }

    [Fact]
    public void Members_whose_keys_do_not_match_are_present_and_left_out()
    {
        using ModuleSession session = new();
        session.Run("Start-MoiDemo; New-MoiGroup all").Clean();

        Assert.Equal(["frodo"], session.Run("Get-MoiRemote -Group all -Filter 'name=frodo'").Clean().Names);
    }

    [Fact]
    public void A_group_is_defined_anew_only_by_force_and_those_left_out_leave_it()
    {
        using ModuleSession session = new();
        session.Run("Start-MoiDemo; New-MoiGroup g -Remote frodo, bilbo").Clean();

        Assert.Equal("GroupExists", session.Run("New-MoiGroup g -Remote frodo").TerminationId);
        Assert.Equal(["frodo"], session.Run("New-MoiGroup g -Remote frodo -Force").Clean().Names);

        Assert.Equal(["frodo"], session.Run("Get-MoiRemote -Group g").Clean().Names);
        Assert.Equal(["frodo"], session.Run("Get-MoiRemote -Filter 'groups:g'").Clean().Names);
    }

    [Fact]
    public void A_group_that_was_defined_anew_from_elsewhere_does_nothing_by_halves()
    {
        using ModuleSession session = new();
        ScriptResult demo = session.Run("Start-MoiDemo").Clean();
        session.Run("New-MoiGroup shared -Remote frodo, bilbo").Clean();
        using ModuleSession other = new();
        other.Connect(demo.Single.Port);
        string group = $"g{Guid.NewGuid():N}"[..20];
        session.Run($"New-MoiGroup {group} -Remote frodo, bilbo").Clean();
        other.Run($"New-MoiGroup {group} -Remote frodo").Clean();

        ScriptResult result = session.Run($"Set-MoiKey touched yes -Group {group}");

        Assert.Equal(["bilbo"], result.Names);
        Assert.Equal("StaleGroup", ScriptResult.IdOf(result.Error));
        Assert.Empty(session.Run("Get-MoiRemote -Name frodo -Filter touched").Clean().Output);
        other.Run($"Remove-MoiGroup {group} -Confirm:$false").Clean();
    }

    [Fact]
    public void Removing_a_group_ends_it_at_both_ends()
    {
        using ModuleSession session = new();
        session.Run("Start-MoiDemo; New-MoiGroup g").Clean();

        Assert.Equal(["bilbo", "frodo", "merry", "pippin"], session.Run("Remove-MoiGroup g -Confirm:$false").Clean().Names);

        Assert.Equal("GroupNotFound", session.Run("Get-MoiRemote -Group g").TerminationId);
        Assert.Empty(session.Run("Get-MoiRemote -Filter 'groups:g'").Clean().Output);
    }

    [Fact]
    public void An_unknown_name_alone_is_an_error_and_a_filter_on_it_never_widens_a_pipeline()
    {
        using ModuleSession session = new();
        session.Run("Start-MoiDemo; New-MoiGroup all").Clean();

        Assert.Equal("RemoteNotFound", ScriptResult.IdOf(session.Run("Get-MoiRemote -Filter 'name=sam'").Error));
        Assert.Empty(session.Run("'frodo' | Set-MoiKey widened yes -Filter 'name=merry'").Output);
        Assert.Empty(session.Run("Get-MoiRemote -Filter widened").Clean().Output);
    }
}
