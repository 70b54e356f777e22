using System.Text.Json;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Transport;
using Moi.Testing;
using static Moi.Fleet.Tests.FleetBench;

namespace Moi.Fleet.Tests;

/// <summary>A device whose disk is full.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task It_keeps_what_it_had_can_be_looked_at_and_can_be_told_to_make_room()
    {
        Assert.SkipUnless(SmallDisk.IsAllowed, SmallDisk.SkipReason);
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        using TemporaryFolder disk = new();
        await using MoidProcess moid = await MoidProcess.StartAsync(new MoidOptions
        {
            Name = "small",
            Address = "10.0.0.1",
            BrokerPort = broker.Port,
            Launcher = SmallDisk.Launcher(disk.Path, megabytes: 32),
            Settings = new Dictionary<string, object> { ["home"] = disk["home"], ["tmp"] = disk["tmp"], ["store"] = disk["store"], ["bin"] = disk.Path },
        });
        await using FleetConnection fleet = await FleetConnection.ConnectAsync(
            new FleetSettings(
                new MqttSessionOptions { Host = "127.0.0.1", Port = broker.Port, ClientId = "ann" }, "moi/v1", "ann", disk["groups"], LongSilence),
            CancellationToken.None);
        Assert.True(await DoesAsync(fleet, Ask(fleet, Verb.Set, """{"set":{"before":1}}""")));

        // Whether the command that fills the disk can still say so is not what counts.
        await OutcomesAsync(fleet, Run(fleet, "cat /dev/zero > full 2>/dev/null"));
        Outcome look = Assert.Single(await OutcomesAsync(fleet, Ask(fleet, Verb.Get, """{"keys":["before"]}""")));
        Assert.Equal(1, look.Reply!.Value!.Value[0].GetInt32());

        // What was kept free carries some changes and commands, the one among them that makes room.
        Assert.True(await DoesAsync(fleet, Ask(fleet, Verb.Set, """{"set":{"meanwhile":1}}""")));
        Assert.True(await DoesAsync(fleet, Run(fleet, "df . && rm full")));
        Assert.True(await DoesAsync(fleet, Ask(fleet, Verb.Set, """{"set":{"after":1}}""")));

        string reserve = SmallDisk.SeenBy(moid.ProcessId, disk["store", "reserve"]);
        await Eventually.Holds(() => new FileInfo(reserve) is { Exists: true, Length: 1024 * 1024 }, "the room is kept free again");
    }

    private static async Task<bool> DoesAsync(FleetConnection fleet, Question question) =>
        Assert.Single(await OutcomesAsync(fleet, question)) is { Succeeded: true } outcome
        && (question.Verb != Verb.Run || outcome.Reply!.Value!.Value.Deserialize(MessageJson.Wire.RunValue)!.ExitCode == 0);
}
