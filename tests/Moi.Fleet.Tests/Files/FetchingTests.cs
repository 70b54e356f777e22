using System.Runtime.Versioning;
using System.Security.Cryptography;
using Moi.PowerShell.Fleet.Files;
using Moi.Protocol.Messages;
using Moi.Protocol.Transfer;
using Moi.Testing;

namespace Moi.Fleet.Tests.Files;

[SupportedOSPlatform("linux")]
public sealed class FetchingTests
{
    private const int Block = BlockLayout.UsualBlock;
    private const int Blocks = 60;

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Mosquitto)]
    public async Task A_file_of_any_size_comes_with_its_permissions(BrokerKind broker)
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(broker, count: 1);
        foreach (int size in (int[])[0, 1, Block, Block + 1, 10 * 1024 * 1024])
        {
            string there = Write(fleet.HomeOf("r1", "file"), size, seed: size);

            FetchEvent.Fetched fetched = Assert.IsType<FetchEvent.Fetched>(await fleet.Operator.FetchAsync("r1", there, "file"));

            Assert.False(fetched.WasThere);
            Assert.Equal(size, fetched.Manifest.Size);
            AssertSame(there, fleet.Operator["file"]);
            Assert.Equal((UnixFileMode)0x1E8, File.GetUnixFileMode(fleet.Operator["file"]));
            Assert.Equal(0, fleet.Operator.Parts);
        }
    }

    [Fact]
    public async Task A_file_that_is_here_already_is_not_sent_and_gets_its_permissions()
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(BrokerKind.Embedded, count: 1);
        string there = Write(fleet.HomeOf("r1", "file"), 3 * Block);
        await fleet.Operator.FetchAsync("r1", there, "file");
        File.SetUnixFileMode(fleet.Operator["file"], UnixFileMode.UserRead);
        int said = 0;

        FetchEvent again = await fleet.Operator.FetchAsync("r1", there, "file", trouble: (message, publish) =>
        {
            said++;
            return publish(message);
        });

        Assert.True(Assert.IsType<FetchEvent.Fetched>(again).WasThere);
        Assert.Equal(0, said);
        Assert.Equal((UnixFileMode)0x1E8, File.GetUnixFileMode(fleet.Operator["file"]));
    }

    [Fact]
    public async Task Permissions_that_lend_the_rights_of_the_owner_are_not_given()
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(BrokerKind.Embedded, count: 1);
        string there = Write(fleet.HomeOf("r1", "file"), 5);
        File.SetUnixFileMode(there, (UnixFileMode)0xFED);

        await fleet.Operator.FetchAsync("r1", there, "file");

        Assert.Equal((UnixFileMode)0x1ED, File.GetUnixFileMode(fleet.Operator["file"]));
    }

    [Theory]
    [InlineData("missing", FaultCode.NoSuchFile)]
    [InlineData("folder", FaultCode.NoSuchFile)]
    [InlineData("pipe", FaultCode.NoSuchFile)]
    [InlineData("/proc/self/status", FaultCode.CannotRead)]
    public async Task What_is_no_file_is_refused_with_its_reason_and_leaves_what_is_here(string name, string code)
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(BrokerKind.Embedded, count: 1);
        Directory.CreateDirectory(fleet.HomeOf("r1", "folder"));
        using (System.Diagnostics.Process made = System.Diagnostics.Process.Start("mkfifo", [fleet.HomeOf("r1", "pipe")]))
        {
            await made.WaitForExitAsync();
        }

        string here = fleet.Operator.Write("file", 5);
        byte[] before = File.ReadAllBytes(here);

        FetchEvent.Refused refused = Assert.IsType<FetchEvent.Refused>(
            await fleet.Operator.FetchAsync("r1", name[0] == '/' ? name : fleet.HomeOf("r1", name), "file"));

        Assert.Equal(code, refused.Outcome.Reply!.Error!.Code);
        Assert.Equal(before, File.ReadAllBytes(here));
    }

    [Fact]
    public async Task A_file_that_may_not_be_read_is_refused()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Whoever may do everything can read everything.");
        await using LocalFleet fleet = await LocalFleet.StartAsync(BrokerKind.Embedded, count: 1);
        string there = Write(fleet.HomeOf("r1", "file"), 5);
        File.SetUnixFileMode(there, UnixFileMode.None);

        FetchEvent.Refused refused = Assert.IsType<FetchEvent.Refused>(await fleet.Operator.FetchAsync("r1", there, "file"));

        Assert.Equal(FaultCode.CannotRead, refused.Outcome.Reply!.Error!.Code);
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Mosquitto)]
    public async Task What_the_receiver_says_may_get_lost_doubled_and_reordered(BrokerKind broker)
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(broker, count: 1);
        string there = Write(fleet.HomeOf("r1", "file"), Blocks * Block);
        Random chance = new(1);
        ReadOnlyMemory<byte>? late = null;

        FetchEvent fetched = await fleet.Operator.FetchAsync("r1", there, "file", trouble: async (message, publish) =>
        {
            if (late is { } before)
            {
                late = null;
                await publish(message);
                await publish(before);
                return;
            }

            switch (chance.Next(4))
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

        Assert.IsType<FetchEvent.Fetched>(fetched);
        AssertSame(there, fleet.Operator["file"]);
    }

    [Fact]
    public async Task A_file_that_is_changed_under_way_is_an_error_and_never_a_mix()
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(BrokerKind.Embedded, count: 1);
        string there = Write(fleet.HomeOf("r1", "file"), Blocks * Block);
        string here = fleet.Operator.Write("file", 5);
        byte[] before = File.ReadAllBytes(here);
        int said = 0;

        FetchEvent refused = await fleet.Operator.FetchAsync("r1", there, "file", trouble: async (message, publish) =>
        {
            if (++said == 2)
            {
                Write(there, Blocks * Block, seed: 2);
            }

            await publish(message);
        });

        Assert.Equal(FaultCode.FileChanged, Assert.IsType<FetchEvent.Refused>(refused).Outcome.Reply!.Error!.Code);
        Assert.Equal(before, File.ReadAllBytes(here));
        Assert.Empty(PartsIn(fleet.Operator));
        Assert.Equal(0, fleet.Operator.Parts);
    }

    [Fact]
    public async Task A_log_that_grows_under_way_comes_as_it_was_when_it_was_asked_for()
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(BrokerKind.Embedded, count: 1);
        string there = Write(fleet.HomeOf("r1", "log"), 3 * Block);
        byte[] asked = File.ReadAllBytes(there);

        FetchEvent fetched = await fleet.Operator.FetchAsync("r1", there, "log", trouble: async (message, publish) =>
        {
            File.AppendAllText(there, "more");
            await publish(message);
        });

        Assert.IsType<FetchEvent.Fetched>(fetched);
        Assert.Equal(asked, File.ReadAllBytes(fleet.Operator["log"]));
    }

    [Fact]
    public async Task A_receiver_that_was_stopped_half_way_goes_on_when_it_is_run_again()
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(BrokerKind.Embedded, count: 1);
        string there = Write(fleet.HomeOf("r1", "file"), Blocks * Block);
        using CancellationTokenSource stop = new();
        int said = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fleet.Operator.FetchAsync(
            "r1",
            there,
            "file",
            trouble: async (message, publish) =>
            {
                await publish(message);
                if (++said == 6)
                {
                    await stop.CancelAsync();
                }
            },
            cancellationToken: stop.Token));
        Assert.False(File.Exists(fleet.Operator["file"]));

        FetchEvent again = await fleet.Operator.FetchAsync("r1", there, "file");

        Assert.True(Assert.IsType<FetchEvent.Fetched>(again).Resumed > 0);
        AssertSame(there, fleet.Operator["file"]);
        Assert.Empty(PartsIn(fleet.Operator));
        Assert.Equal(0, fleet.Operator.Parts);
    }

    [Fact]
    public async Task A_sender_that_is_killed_half_way_goes_on_when_it_is_started_again()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MoidProcess moid = await MoidProcess.StartAsync(new MoidOptions { Name = "frodo", Address = "10.10.10.10", BrokerPort = broker.Port });
        await using Operator ann = await Operator.ConnectAsync(broker.Port);
        string there = Write(Path.Combine(moid.Folder, "home", "file"), Blocks * Block);
        int said = 0;

        FetchEvent fetched = await ann.FetchAsync("frodo", there, "file", trouble: async (message, publish) =>
        {
            if (++said == 6)
            {
                await moid.KillAsync();
                await moid.StartAgainAsync();
            }

            await publish(message);
        });

        Assert.True(Assert.IsType<FetchEvent.Fetched>(fetched).Resumed > 0);
        AssertSame(there, ann["file"]);
    }

    [Fact]
    public async Task A_file_that_was_another_before_the_sender_was_killed_is_an_error()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MoidProcess moid = await MoidProcess.StartAsync(new MoidOptions { Name = "frodo", Address = "10.10.10.10", BrokerPort = broker.Port });
        await using Operator ann = await Operator.ConnectAsync(broker.Port);
        string there = Write(Path.Combine(moid.Folder, "home", "file"), Blocks * Block);
        int said = 0;

        FetchEvent fetched = await ann.FetchAsync("frodo", there, "file", trouble: async (message, publish) =>
        {
            if (++said == 6)
            {
                await moid.KillAsync();
                Write(there, Blocks * Block, seed: 2);
                await moid.StartAgainAsync();
            }

            await publish(message);
        });

        Assert.Equal(FaultCode.FileChanged, Assert.IsType<FetchEvent.Failed>(fetched).Code);
        Assert.False(File.Exists(ann["file"]));
        Assert.Empty(PartsIn(ann));
    }

    [Fact]
    public async Task A_broker_that_is_killed_half_way_and_comes_back_ends_nothing()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MoidProcess moid = await MoidProcess.StartAsync(new MoidOptions { Name = "frodo", Address = "10.10.10.10", BrokerPort = broker.Port });
        await using Operator ann = await Operator.ConnectAsync(broker.Port);
        string there = Write(Path.Combine(moid.Folder, "home", "file"), Blocks * Block);
        int said = 0;

        FetchEvent fetched = await ann.FetchAsync("frodo", there, "file", trouble: async (message, publish) =>
        {
            if (++said == 6)
            {
                await broker.KillAsync();
                await broker.StartAgainAsync();
            }

            await publish(message);
        });

        Assert.IsType<FetchEvent.Fetched>(fetched);
        AssertSame(there, ann["file"]);
    }

    [Fact]
    public async Task A_remote_that_nobody_knows_any_more_is_an_error()
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(BrokerKind.Embedded, count: 1);

        Assert.IsType<FetchEvent.Failed>(await fleet.Operator.FetchAsync("nobody", "/file", "file"));
    }

    [Fact]
    public async Task Several_fetches_of_a_remote_at_once_all_come_to_their_end()
    {
        await using LocalFleet fleet = await LocalFleet.StartAsync(BrokerKind.Embedded, count: 1);
        string[] names = [.. Enumerable.Range(0, 20).Select(i => $"file-{i}")];
        Assert.All(names, (name, i) => Write(fleet.HomeOf("r1", name), i * Block / 4, seed: i));

        FetchEvent[] fetched = await Task.WhenAll(names.Select(name => fleet.Operator.FetchAsync("r1", fleet.HomeOf("r1", name), name)));

        Assert.All(fetched, one => Assert.IsType<FetchEvent.Fetched>(one));
        Assert.All(names, name => AssertSame(fleet.HomeOf("r1", name), fleet.Operator[name]));
    }

    private static string Write(string path, int size, int seed = 1)
    {
        byte[] data = new byte[size];
        new Random(seed).NextBytes(data);
        File.WriteAllBytes(path, data);
        File.SetUnixFileMode(path, (UnixFileMode)0x1E8);
        return path;
    }

    private static IEnumerable<string> PartsIn(Operator ann) =>
        Directory.EnumerateFiles(Path.GetDirectoryName(ann["file"])!, ".moi-*.part");

    private static void AssertSame(string expected, string actual) =>
        Assert.Equal(SHA256.HashData(File.ReadAllBytes(expected)), SHA256.HashData(File.ReadAllBytes(actual)));
}
