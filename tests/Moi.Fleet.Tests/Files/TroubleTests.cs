using System.Runtime.Versioning;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Transfer;
using Moi.Testing;

namespace Moi.Fleet.Tests.Files;

[SupportedOSPlatform("linux")]
public sealed class TroubleTests
{
    private const int Block = BlockLayout.UsualBlock;
    private const int Blocks = 60;

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Mosquitto)]
    public async Task Lost_doubled_and_reordered_blocks_are_made_good(BrokerKind broker)
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(broker);
        string file = fleet.Operator.Write("file", Blocks * Block);
        Random chance = new(1);
        ReadOnlyMemory<byte>? late = null;

        SentFile sent = await fleet.Operator.SendAsync(file, trouble: async (message, publish) =>
        {
            if (late is { } before)
            {
                late = null;
                await publish(message);
                await publish(before);
                return;
            }

            switch (chance.Next(60))
            {
                case 0:
                    break;
                case 1:
                    await publish(message);
                    await publish(message);
                    break;
                case 2:
                    late = message.ToArray();
                    break;
                default:
                    await publish(message);
                    break;
            }
        });

        Assert.All(fleet.Names, name =>
        {
            Assert.Equal(fleet.HomeOf(name, "file"), sent.ValueOf(name).Path);
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(fleet.HomeOf(name, "file")));
        });
    }

    [Fact]
    public async Task Blocks_that_somebody_else_forges_are_not_taken()
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(BrokerKind.Embedded, count: 2);
        string file = fleet.Operator.Write("file", Blocks * Block);
        Random chance = new(3);

        SentFile sent = await fleet.Operator.SendAsync(file, trouble: async (message, publish) =>
        {
            // The list of hashes is forged as the file's own blocks are, each before the right one comes.
            byte[] forged = message.ToArray();
            forged[chance.Next(forged.Length)] ^= (byte)(1 << chance.Next(8));
            await publish(forged);
            await publish(message);
        });

        Assert.All(fleet.Names, name =>
        {
            Assert.Equal(fleet.HomeOf(name, "file"), sent.ValueOf(name).Path);
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(fleet.HomeOf(name, "file")));
        });
    }

    [Fact]
    public async Task A_sender_that_was_stopped_half_way_sends_only_what_is_missing_when_it_is_run_again()
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(BrokerKind.Embedded, count: 2);
        string file = fleet.Operator.Write("file", Blocks * Block);
        using CancellationTokenSource stop = new();
        int published = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fleet.Operator.SendAsync(
            file,
            trouble: async (message, publish) =>
            {
                await publish(message);
                if (++published == Blocks / 2)
                {
                    await stop.CancelAsync();
                }
            },
            cancellationToken: stop.Token));
        Assert.All(fleet.Names, name => Assert.False(File.Exists(fleet.HomeOf(name, "file"))));

        SentFile again = await fleet.Operator.SendAsync(file);

        Assert.All(fleet.Names, name =>
        {
            Assert.True(again.ValueOf(name).Resumed > 0);
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(fleet.HomeOf(name, "file")));
            Assert.Equal(["file"], fleet.FilesOf(name));
            Assert.Equal(0, fleet.PartsOf(name));
        });
        Assert.InRange(again.Messages, 1, Blocks - 1);
    }

    [Fact]
    public async Task A_receiver_that_is_killed_half_way_goes_on_when_it_is_started_again()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MoidProcess moid = await MoidProcess.StartAsync(new MoidOptions { Name = "frodo", Address = "10.10.10.10", BrokerPort = broker.Port });
        await using Operator ann = await Operator.ConnectAsync(broker.Port);
        string file = ann.Write("file", Blocks * Block);
        int published = 0;

        SentFile sent = await ann.SendAsync(file, trouble: async (message, publish) =>
        {
            await publish(message);
            if (++published == Blocks / 2)
            {
                await Eventually.Holds(() => PartOf(moid) is { } part && part.Length >= Blocks / 4 * Block);
                await moid.KillAsync();
                await moid.StartAgainAsync();
            }
        });

        Assert.True(sent.ValueOf("frodo").Resumed > 0);
        Assert.InRange(sent.Messages, Blocks, 2 * Blocks);
        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(moid.Folder, "home", "file")));
        Assert.Null(PartOf(moid));
    }

    [Fact]
    public async Task One_that_is_frozen_is_named_and_has_its_old_file_and_the_others_have_the_new_one()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using FleetOnMosquitto fleet = await FleetOnMosquitto.StartAsync();
        await using Operator ann = await Operator.ConnectAsync(fleet.Broker.Port, silence: 4);
        string file = ann.Write("file", 2 * Blocks * Block);
        File.WriteAllText(Path.Combine(fleet["merry"].Folder, "home", "file"), "old");
        int published = 0;

        SentFile sent = await ann.SendAsync(file, trouble: async (message, publish) =>
        {
            await publish(message);
            if (++published == Blocks / 2)
            {
                fleet["merry"].Freeze();
            }
        });
        string before = File.ReadAllText(Path.Combine(fleet["merry"].Folder, "home", "file"));
        fleet["merry"].Thaw();
        SentFile again = await ann.SendAsync(file);

        // Which of the two depends on whether it was frozen before its acknowledgement, which takes 100 ms.
        Assert.Contains(sent.Outcomes["merry"].Absence?.Kind, (AbsenceKind?[])[AbsenceKind.Silent, AbsenceKind.FellSilent]);
        Assert.All((string[])["frodo", "bilbo", "pippin"], name =>
        {
            Assert.Equal(Path.Combine(fleet[name].Folder, "home", "file"), sent.ValueOf(name).Path);
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(sent.ValueOf(name).Path));
        });
        Assert.Equal("old", before);
        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(again.ValueOf("merry").Path));
        Assert.Null(PartOf(fleet["merry"]));
    }

    [Fact]
    public async Task One_that_is_killed_for_good_is_named_and_has_its_old_file_and_the_others_have_the_new_one()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using FleetOnMosquitto fleet = await FleetOnMosquitto.StartAsync();
        await using Operator ann = await Operator.ConnectAsync(fleet.Broker.Port);
        string file = ann.Write("file", Blocks * Block);
        string old = Path.Combine(fleet["merry"].Folder, "home", "file");
        File.WriteAllText(old, "old");
        int published = 0;

        SentFile sent = await ann.SendAsync(file, grace: TimeSpan.FromSeconds(1), trouble: async (message, publish) =>
        {
            await publish(message);
            if (++published == Blocks / 2)
            {
                await fleet["merry"].KillAsync();
            }
        });

        Assert.Equal(AbsenceKind.WentOffline, sent.Outcomes["merry"].Absence?.Kind);
        Assert.Equal("old", File.ReadAllText(old));
        Assert.All((string[])["frodo", "bilbo", "pippin"], name =>
        {
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(sent.ValueOf(name).Path));
            Assert.Null(PartOf(fleet[name]));
        });
    }

    [Fact]
    public async Task A_disk_that_is_full_is_an_error_with_its_reason_and_nothing_is_left_there()
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
            Launcher = SmallDisk.Launcher(disk.Path, megabytes: 4),
            Settings = new Dictionary<string, object> { ["home"] = disk["home"] },
        });
        await using Operator ann = await Operator.ConnectAsync(broker.Port);
        SentFile old = await ann.SendAsync(ann.Write("file", Block));
        string file = ann.Write("file", Blocks * Block, seed: 2);

        SentFile sent = await ann.SendAsync(file);

        Assert.Equal(FaultCode.NoSpace, sent.FaultOf("small").Code);
        Assert.Contains($"no room for {Blocks * Block} bytes", sent.FaultOf("small").Message);
        Assert.Equal(0, sent.Messages);
        string home = SmallDisk.SeenBy(moid.ProcessId, disk["home"]);
        Assert.Equal("file", Path.GetFileName(Assert.Single(Directory.EnumerateFileSystemEntries(home))));
        Assert.Equal(Block, new FileInfo(Path.Combine(home, "file")).Length);
        Assert.Equal(disk["home", "file"], old.ValueOf("small").Path);
    }

    [Fact]
    public async Task A_broker_that_is_killed_half_way_and_comes_back_ends_nothing()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MoidProcess moid = await MoidProcess.StartAsync(new MoidOptions { Name = "frodo", Address = "10.10.10.10", BrokerPort = broker.Port });
        await using Operator ann = await Operator.ConnectAsync(broker.Port);
        string file = ann.Write("file", Blocks * Block);
        int published = 0;

        SentFile sent = await ann.SendAsync(file, trouble: async (message, publish) =>
        {
            if (++published == Blocks / 2)
            {
                await broker.KillAsync();
                await broker.StartAgainAsync();
            }

            await publish(message);
        });

        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(sent.ValueOf("frodo").Path));
    }

    private static FileInfo? PartOf(MoidProcess moid) =>
        new DirectoryInfo(Path.Combine(moid.Folder, "home")).EnumerateFiles(".moi-*.part").SingleOrDefault();
}
