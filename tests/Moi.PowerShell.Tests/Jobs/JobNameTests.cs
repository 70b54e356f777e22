using System.Management.Automation;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Jobs;

public sealed class JobNameTests(SharedFleets fleets)
{
    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task A_name_in_use_is_refused_by_each_remote(FleetKind kind)
    {
        LastingCommand command = new();
        using ModuleSession session = await fleets.OpenAsync(kind);
        session.Run($"Start-MoiJob '{command.Text}' -JobName taken").Clean();

        ScriptResult again = session.Run("Start-MoiJob 'echo no' -JobName taken");
        session.Run("Stop-MoiJob -JobName taken").Clean();
        ScriptResult after = session.Run("Start-MoiJob 'echo yes' -JobName taken | Wait-MoiJob").Clean();

        Assert.Empty(again.Output);
        Assert.Equal(4, again.Errors.Count);
        Assert.All(again.Errors, error => Assert.Equal("JobNameTaken", ScriptResult.IdOf(error)));
        Assert.All(again.Errors, error => Assert.Equal(ErrorCategory.ResourceExists, error.CategoryInfo.Category));
        Assert.All(after.Values("Stdout"), text => Assert.Equal("yes", text));
    }

    [Theory]
    [InlineData("time")]
    [InlineData("home")]
    public async Task A_name_that_is_another_key_is_refused(string name)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult result = session.Run($"Start-MoiJob 'echo no' -JobName {name} -Name frodo");

        Assert.Equal("JobNameTaken", ScriptResult.IdOf(result.Error));
        Assert.Contains("10.10.10.10 frodo", result.Error.ToString());
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a.b")]
    [InlineData("ä")]
    public async Task A_name_that_cannot_be_a_key_ends_the_command(string name)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        Assert.Equal("BadJobName", session.Run($"Start-MoiJob 'echo no' -JobName '{name}'").TerminationId);
    }

    [Fact]
    public async Task Jobs_are_listed_by_name_with_wildcards()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);
        session.Run("Start-MoiJob 'true' -JobName list-a | Wait-MoiJob; Start-MoiJob 'true' -JobName list-b -Name frodo | Wait-MoiJob").Clean();

        ScriptResult both = session.Run("Get-MoiJob -JobName LIST-*").Clean();
        ScriptResult one = session.Run("Get-MoiJob list-b").Clean();
        ScriptResult none = session.Run("Get-MoiJob -JobName list-c*").Clean();
        ScriptResult missing = session.Run("Get-MoiJob -JobName list-c");
        ScriptResult everything = session.Run("Get-MoiJob -Name frodo").Clean();

        Assert.Equal(5, both.Output.Count);
        Assert.Equal(("frodo", "list-b", "Exited"), ((string)one.Single.Name, (string)one.Single.JobName, (string)one.Single.State.ToString()));
        Assert.Empty(none.Output);
        Assert.Equal(("JobNotFound", ErrorCategory.ObjectNotFound), (ScriptResult.IdOf(missing.Error), missing.Error.CategoryInfo.Category));
        Assert.Subset(everything.Values("JobName").ToHashSet(), new HashSet<object?> { "list-a", "list-b" });
    }

    [Fact]
    public async Task By_name_everyone_who_has_it_is_waited_for()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);
        session.Run("Start-MoiJob 'exit 4' -JobName some-have-it -Name frodo, bilbo").Clean();

        ScriptResult everyone = session.Run("Wait-MoiJob -JobName some-have-it").Clean();
        ScriptResult named = session.Run("Wait-MoiJob some-have-it -Name frodo, merry");
        ScriptResult nobody = session.Run("Wait-MoiJob none-has-it");

        Assert.Equal(["bilbo", "frodo"], everyone.Names);
        Assert.Equal(["frodo"], named.Names);
        Assert.Equal("NoSuchJob", ScriptResult.IdOf(named.Error));
        Assert.Equal("merry", ((dynamic)named.Error.TargetObject).Name);
        Assert.Equal("JobNotFound", ScriptResult.IdOf(nobody.Error));
    }
}
