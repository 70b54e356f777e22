using System.Runtime.Versioning;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Brokers;

[SupportedOSPlatform("linux")]
public sealed class BridgeTests
{
    [Fact]
    public async Task An_operator_reaches_a_remote_that_is_on_another_broker_behind_a_bridge()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        using TemporaryFolder folder = new();
        await using MosquittoBroker office = await MosquittoBroker.StartAsync();
        await using MosquittoBroker site = await MosquittoBroker.StartAsync(new MosquittoOptions
        {
            Lines =
            [
                "connection office",
                $"address 127.0.0.1:{office.Port}",
                "bridge_protocol_version mqttv50",
                "notifications false",
                "topic moi/v1/ask/# in 1",
                "topic moi/v1/tell/# out 0",
                "topic moi/v1/state/+ both 1",
                "topic moi/v1/file/+/block in 0",
                "topic moi/v1/file/+/to/+ in 0",
                "topic moi/v1/file/+/want/+ out 0",
            ],
        });
        await using PresenceWatch atTheOffice = await PresenceWatch.StartAsync(office.Port);
        await using MoidProcess moid = await MoidProcess.StartAsync(new MoidOptions { Name = "far", Address = "10.0.0.1", BrokerPort = site.Port });
        await atTheOffice.IsAsync("far", online: true);
        using ModuleSession session = new();
        session.Connect(office.Port);
        session.Set("file", folder.Write("block", new string('x', 300_000)));

        Assert.Equal(["far"], session.Run("Get-MoiRemote").Clean().Names);
        Assert.Equal(["said"], session.Run("Invoke-MoiRun 'echo said'").Clean().Values("Stdout"));
        Assert.Equal([300_000L], session.Run("Send-MoiFile $file tmp").Clean().Values("Bytes"));

        await moid.KillAsync();
        await atTheOffice.IsAsync("far", online: false);
        Assert.Equal("RemoteOffline", ScriptResult.IdOf(session.Run("Get-MoiRemote").Error));
    }
}
