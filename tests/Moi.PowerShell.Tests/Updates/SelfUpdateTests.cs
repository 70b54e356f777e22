using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Updates;

/// <summary>moid sent to a device by moid, and put in its own place by the script that supervises it.</summary>
public sealed class SelfUpdateTests
{
    [Fact]
    public async Task A_moid_that_is_sent_to_self_is_the_one_that_comes_back_and_jobs_go_on_meanwhile()
    {
        await using MosquittoBroker broker = await StartBrokerAsync();
        await using SupervisedMoid sam = await SupervisedMoid.StartAsync(broker.Port);
        using TemporaryFolder here = new();
        using ModuleSession session = new();
        session.Connect(broker.Port);
        session.Set("go", here["go"]);
        session.Set("new", sam.WriteSuccessor(here, "moid-9.9.9"));
        session.Run("Start-MoiJob \"while [ ! -e '$go' ]; do sleep 0.05; done; echo went on\" -JobName lasting").Clean();

        ScriptResult updated = session.Run("Send-MoiFile $new self | Restart-MoiRemote -Wait").Clean();

        Assert.Equal(["sam"], updated.Names);
        Assert.Equal(["first", "moid-9.9.9"], sam.Starts);
        Assert.True(File.Exists(sam["moid.old"]));
        Assert.False(File.Exists(sam["moid-9.9.9"]));
        await Eventually.Holds(() => !File.Exists(sam["moid.trial"]), "the new one has shown that it works");
        here.Write("go", string.Empty);
        Assert.Equal("went on", session.Run("(Wait-MoiJob lasting -Name sam).Stdout.Trim()").Clean().Single.ToString());
    }

    [Fact]
    public async Task One_that_does_not_run_here_is_set_aside_and_the_one_before_comes_back()
    {
        await using MosquittoBroker broker = await StartBrokerAsync();
        await using SupervisedMoid sam = await SupervisedMoid.StartAsync(broker.Port);
        using TemporaryFolder here = new();
        using ModuleSession session = new();
        session.Connect(broker.Port);
        session.Set("new", here.Write("moid-9.9.9", "no program at all"));

        Assert.Equal(["sam"], session.Run("Send-MoiFile $new self | Restart-MoiRemote -Wait").Clean().Names);

        Assert.Equal(["first", "first"], sam.Starts);
        Assert.True(File.Exists(sam["moid-9.9.9.bad"]));
        Assert.False(File.Exists(sam["moid.old"]));
    }

    [Fact]
    public async Task One_that_never_reaches_its_broker_is_put_back_after_three_starts()
    {
        await using MosquittoBroker broker = await StartBrokerAsync();
        await using SupervisedMoid sam = await SupervisedMoid.StartAsync(broker.Port);
        using TemporaryFolder here = new();
        using ModuleSession session = new();
        session.Connect(broker.Port);
        session.Set("new", sam.WriteSuccessor(here, "moid-9.9.9", "exit 78"));

        Assert.Equal(["sam"], session.Run("Send-MoiFile $new self | Restart-MoiRemote -Wait").Clean().Names);

        Assert.Equal(["first", "moid-9.9.9", "moid-9.9.9", "moid-9.9.9", "first"], sam.Starts);
        Assert.True(File.Exists(sam["moid-9.9.9.bad"]));
        Assert.False(File.Exists(sam["moid.old"]) || File.Exists(sam["moid.trial"]));
    }

    private static async Task<MosquittoBroker> StartBrokerAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Devices are Linux.");
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        return await MosquittoBroker.StartAsync();
    }
}
