using System.Diagnostics;
using System.Runtime.Versioning;
using Moi.PowerShell.Fleet.Files;
using Moi.Protocol.Messages;
using Moi.Protocol.Transfer;
using Moi.Testing;

namespace Moi.Fleet.Tests.Files;

[SupportedOSPlatform("linux")]
public sealed class SendingTests
{
    private const int Block = BlockLayout.UsualBlock;

    private static readonly UnixFileMode SentMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead;

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Mosquitto)]
    public async Task A_file_of_any_size_reaches_everyone_with_its_permissions(BrokerKind broker)
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(broker);
        foreach (int size in (int[])[0, 1, Block, Block + 1, 10 * 1024 * 1024])
        {
            string file = fleet.Operator.Write("file", size, seed: size);

            SentFile sent = await fleet.Operator.SendAsync(file);

            Assert.All(fleet.Names, name =>
            {
                Assert.Equal(fleet.HomeOf(name, "file"), sent.ValueOf(name).Path);
                Assert.False(sent.ValueOf(name).WasThere);
                Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(fleet.HomeOf(name, "file")));
                Assert.Equal(SentMode, File.GetUnixFileMode(fleet.HomeOf(name, "file")));
                Assert.Equal(["file"], fleet.FilesOf(name));
                Assert.Equal(0, fleet.PartsOf(name));
            });
        }
    }

    [Fact]
    public async Task The_same_file_again_moves_no_blocks_and_sets_the_permissions_right()
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(BrokerKind.Embedded, count: 2);
        string file = fleet.Operator.Write("file", 3 * Block);
        await fleet.Operator.SendAsync(file);
        File.SetUnixFileMode(fleet.HomeOf("r1", "file"), UnixFileMode.UserRead);

        SentFile again = await fleet.Operator.SendAsync(file);

        Assert.Equal(0, again.Messages);
        Assert.All(fleet.Names, name => Assert.True(again.ValueOf(name).WasThere));
        Assert.Equal(SentMode, File.GetUnixFileMode(fleet.HomeOf("r1", "file")));
    }

    [Fact]
    public async Task Only_who_lacks_it_gets_it()
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(BrokerKind.Embedded, count: 3);
        string file = fleet.Operator.Write("file", 3 * Block);
        await fleet.Operator.SendAsync(file);
        File.Delete(fleet.HomeOf("r2", "file"));

        SentFile again = await fleet.Operator.SendAsync(file);

        Assert.Equal(4, again.Messages);
        Assert.Equal(["r1", "r3"], fleet.Names.Where(name => again.ValueOf(name).WasThere));
    }

    [Fact]
    public async Task A_private_file_is_on_no_topic_that_others_read()
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(BrokerKind.Embedded, count: 3);
        string file = fleet.Operator.Write("file", 20 * Block);

        SentFile sent = await fleet.Operator.SendAsync(file, isPrivate: true);

        Assert.All(fleet.Names, name => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(sent.ValueOf(name).Path)));
        Assert.Equal(["to/r1", "to/r2", "to/r3"], fleet.Operator.BlockTopics.Distinct().Order());
    }

    [Theory]
    [InlineData("r2", true)]
    [InlineData("r2", false)]
    [InlineData("stranger", true)]
    [InlineData("stranger", false)]
    public async Task One_that_is_not_meant_and_says_that_it_lacks_blocks_is_sent_none(string lurker, bool isPrivate)
    {
        const int Blocks = 20;
        await using LocalFleet fleet = await LocalFleet.StartAsync(BrokerKind.Embedded, count: 2);
        await using RawClient client = await RawClient.ConnectAsync(fleet.Port);
        await client.SubscribeAsync("moi/v1/file/+/want/r1", quality: 1);
        string file = fleet.Operator.Write("file", Blocks * Block);
        string? topic = null;
        uint life = 0;

        SentFile sent = await fleet.Operator.SendAsync(file, isPrivate: isPrivate, only: "r1", trouble: async (message, publish) =>
        {
            // Each time as one that was just started, which lacks all that was sent before.
            topic ??= (await client.NextAsync()).Topic[..^"r1".Length] + lurker;
            Want want = new()
            {
                Life = ++life,
                Number = 1,
                Heard = 0,
                Have = 0,
                IsWaiting = true,
                End = Blocks + 1,
                Ranges = [new BlockRange(0, Blocks + 1)],
            };
            await client.PublishAsync(topic, want.ToBytes(), quality: 1);
            await publish(message);
        });

        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(sent.ValueOf("r1").Path));
        Assert.Equal([isPrivate ? "to/r1" : "block"], fleet.Operator.BlockTopics.Distinct());
        Assert.Equal(Blocks + 1, sent.Messages);
        Assert.Empty(fleet.FilesOf("r2"));
    }

    [Fact]
    public async Task Blocks_fit_into_the_packets_that_the_broker_takes()
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(BrokerKind.Embedded, count: 2, largestPacket: 16 * 1024);
        string file = fleet.Operator.Write("file", 10 * Block);

        SentFile sent = await fleet.Operator.SendAsync(file);
        FetchEvent back = await fleet.Operator.FetchAsync("r1", sent.ValueOf("r1").Path, "back");

        Assert.All(fleet.Names, name => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(sent.ValueOf(name).Path)));
        Assert.True(Assert.IsType<FetchEvent.Fetched>(back).Manifest.BlockSize < 16 * 1024);
        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(fleet.Operator["back"]));
    }

    [Fact]
    public async Task A_shorter_file_takes_the_place_of_a_longer_one_even_of_a_running_program()
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(BrokerKind.Embedded, count: 1);
        string place = fleet.HomeOf("r1", "file");
        File.Copy("/bin/sleep", place);
        using Process running = Process.Start(place, ["60"]);
        try
        {
            string file = fleet.Operator.Write("file", 5);

            Assert.Equal(place, (await fleet.Operator.SendAsync(file)).ValueOf("r1").Path);
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(place));
            Assert.False(running.HasExited);
        }
        finally
        {
            running.Kill();
        }
    }

    [Fact]
    public async Task Permissions_that_lend_the_rights_of_the_owner_are_not_given()
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(BrokerKind.Embedded, count: 1);
        string file = fleet.Operator.Write("file", 5);

        await fleet.Operator.SendAsync(file, change: manifest => manifest with { Mode = 0xFED });

        Assert.Equal((UnixFileMode)0x1ED, File.GetUnixFileMode(fleet.HomeOf("r1", "file")));
    }

    [Theory]
    [InlineData("nowhere", FaultCode.NoDirectory)]
    [InlineData("home/taken", FaultCode.NoDirectory)]
    [InlineData("home/holds", FaultCode.CannotWrite)]
    [InlineData("home/pipes", FaultCode.CannotWrite)]
    public async Task What_cannot_be_written_there_is_refused_and_leaves_all_as_it_was(string destination, string code)
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(BrokerKind.Embedded, count: 1);
        string file = fleet.Operator.Write("file", Block);
        File.WriteAllText(fleet.HomeOf("r1", "taken"), "a file");
        Directory.CreateDirectory(Path.Combine(fleet.HomeOf("r1", "holds"), "file"));
        Directory.CreateDirectory(fleet.HomeOf("r1", "pipes"));
        using (Process made = Process.Start("mkfifo", [Path.Combine(fleet.HomeOf("r1", "pipes"), "file")]))
        {
            await made.WaitForExitAsync();
        }

        SentFile sent = await fleet.Operator.SendAsync(file, destination);

        Assert.Equal(code, sent.FaultOf("r1").Code);
        Assert.Equal(0, sent.Messages);
        Assert.Equal(["holds", "pipes", "taken"], fleet.FilesOf("r1"));
        Assert.Equal(0, fleet.PartsOf("r1"));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_refused()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Whoever may do everything can write everywhere.");
        await using LocalFleet fleet = await LocalFleet.StartAsync(BrokerKind.Embedded, count: 1);
        string file = fleet.Operator.Write("file", Block);
        Directory.CreateDirectory(fleet.HomeOf("r1", "locked"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        SentFile sent = await fleet.Operator.SendAsync(file, "home/locked");

        Assert.Equal(FaultCode.CannotWrite, sent.FaultOf("r1").Code);
        Assert.Equal(0, fleet.PartsOf("r1"));
    }

    [Theory]
    [InlineData("../file")]
    [InlineData("..")]
    [InlineData("/etc/file")]
    [InlineData("a\0b")]
    public async Task A_name_that_climbs_out_of_the_folder_is_refused(string name)
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(BrokerKind.Embedded, count: 1);
        string file = fleet.Operator.Write("file", 5);

        SentFile sent = await fleet.Operator.SendAsync(file, change: manifest => manifest with { Name = name });

        Assert.Equal(FaultCode.BadRequest, sent.FaultOf("r1").Code);
        Assert.Empty(fleet.FilesOf("r1"));
    }

    [Fact]
    public async Task A_file_that_is_not_the_announced_one_is_deleted_and_the_old_one_stays()
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(BrokerKind.Embedded, count: 1);
        File.WriteAllText(fleet.HomeOf("r1", "file"), "old");
        string file = fleet.Operator.Write("file", 2 * Block);

        SentFile sent = await fleet.Operator.SendAsync(file, change: manifest => manifest with { Sha256 = new string('0', 64) });

        Assert.Equal(FaultCode.Failed, sent.FaultOf("r1").Code);
        Assert.Equal("old", File.ReadAllText(fleet.HomeOf("r1", "file")));
        Assert.Equal(["file"], fleet.FilesOf("r1"));
        Assert.Equal(0, fleet.PartsOf("r1"));
    }
}
