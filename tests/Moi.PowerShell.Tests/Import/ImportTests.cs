using System.Reflection;
using System.Runtime.Loader;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Import;

public sealed class ImportTests
{
    [Fact]
    public void Importing_says_nothing()
    {
        using ModuleSession session = new(import: false);
        session.Set("manifest", StagedModule.Manifest);

        ScriptResult result = session.Run("Import-Module $manifest").Clean();

        Assert.Empty(result.Output);
        Assert.Empty(result.Information);
        Assert.Empty(session.Host.Lines);
    }

    [Fact]
    public void Importing_with_force_replaces_what_was_there()
    {
        using ModuleSession session = new();

        session.Run("Import-Module $manifest -Force").Clean();

        Assert.Single(session.Run("Get-Module Moi").Clean().Output);
        AssertWorks(session);
    }

    [Fact]
    public void A_removed_module_can_be_imported_again()
    {
        using ModuleSession session = new();
        AssertWorks(session);

        session.Run("Remove-Module Moi").Clean();
        Assert.Equal("CommandNotFoundException", session.Run("Get-MoiRemote").TerminationId);
        session.Run("Import-Module $manifest").Clean();

        AssertWorks(session);
    }

    [Fact]
    public void Sessions_of_one_process_do_not_share_demo_or_connection()
    {
        using ModuleSession first = new();
        using ModuleSession second = new();
        first.Run("Start-MoiDemo -Count 1").Clean();
        second.Run("Start-MoiDemo -Count 2").Clean();

        Assert.Equal(["frodo"], first.Run("Get-MoiRemote").Clean().Names);
        Assert.Equal(["bilbo", "frodo"], second.Run("Get-MoiRemote").Clean().Names);

        first.Dispose();
        Assert.Equal(["bilbo", "frodo"], second.Run("Get-MoiRemote").Clean().Names);
    }

    [Fact]
    public void The_modules_libraries_come_from_its_own_folder_into_a_context_of_their_own()
    {
        using ModuleSession session = new();
        AssertWorks(session);

        foreach (string library in (string[])["Moi.Protocol", "moid", "MQTTnet.Server"])
        {
            Assembly loaded = Assert.Single(
                AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name == library);
            Assert.Equal(Path.Combine(StagedModule.Folder, "Dependencies", $"{library}.dll"), loaded.Location);
            Assert.Equal("Moi", AssemblyLoadContext.GetLoadContext(loaded)!.Name);
        }
    }

    private static void AssertWorks(ModuleSession session)
    {
        session.Run("Start-MoiDemo -Count 1").Clean();
        Assert.Equal(["frodo"], session.Run("Get-MoiRemote").Clean().Names);
        session.Run("Stop-MoiDemo").Clean();
    }
}
