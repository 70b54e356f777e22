using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Remotes;

public sealed class RestartMoiRemoteTests
{
    [Fact]
    public void Wait_emits_each_remote_when_it_is_back()
    {
        using ModuleSession session = new();
        session.Run("Start-MoiDemo -Count 3").Clean();

        ScriptResult result = session.Run("Restart-MoiRemote -Name frodo, merry -Wait | Invoke-MoiRun 'exit 0'").Clean();

        Assert.Equal(["frodo", "merry"], result.Names);
    }

    [Fact]
    public void Wait_says_how_long_it_took()
    {
        using ModuleSession session = new();
        session.Run("Start-MoiDemo -Count 1").Clean();

        Assert.True(session.Run("Restart-MoiRemote -Wait").Clean().Single.Duration > TimeSpan.Zero);
        Assert.Null(session.Run("Restart-MoiRemote").Clean().Single.Duration);
    }

    [Fact]
    public async Task One_that_does_not_come_back_is_an_error()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MoidProcess sam = await MoidProcess.StartAsync(new() { Name = "sam", Address = "10.10.10.31", BrokerPort = broker.Port });
        using ModuleSession session = new();
        session.Connect(broker.Port);

        ScriptResult result = session.Run("Restart-MoiRemote -Wait -WaitTimeoutSeconds 1");

        Assert.Empty(result.Output);
        Assert.Equal("NotBack", ScriptResult.IdOf(result.Error));
        Assert.Contains("sam is not back 1 s after it restarted: restarting since", result.Error.ToString());
        Assert.Equal("sam", ((dynamic)result.Error.TargetObject).Name);
    }

    [Fact]
    public async Task Wait_can_be_stopped()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MoidProcess sam = await MoidProcess.StartAsync(new() { Name = "sam", Address = "10.10.10.31", BrokerPort = broker.Port });
        using ModuleSession session = new();
        session.Connect(broker.Port);

        using RunningScript waiting = session.Begin("Restart-MoiRemote -Wait");
        await Eventually.Holds(() => waiting.Progress.Any(record => record.StatusDescription.Contains("are back")));

        Assert.Empty(waiting.Stop().Output);
    }
}
