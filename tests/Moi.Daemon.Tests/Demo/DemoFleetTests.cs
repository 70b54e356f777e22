using Microsoft.Extensions.Logging.Abstractions;
using Moi.Daemon.Broker;
using Moi.Daemon.Demo;
using Moi.Protocol.Transport;
using Moi.Testing;

namespace Moi.Daemon.Tests.Demo;

public sealed class DemoFleetTests
{
    [Fact]
    public async Task Demos_share_a_broker_that_is_there_and_leave_nothing_on_it()
    {
        await using EmbeddedBroker broker = await EmbeddedBroker.StartAsync(new(), NullLogger.Instance);
        DemoOptions options = new() { Count = 3, Broker = At(broker.Port) };
        await using DemoFleet first = await DemoFleet.StartAsync(options);
        DemoFleet second = await DemoFleet.StartAsync(options with { First = 4 });
        Assert.Equal(["frodo", "bilbo", "merry", "pippin", "hobbit-5", "hobbit-6"], [.. NamesOf(first), .. NamesOf(second)]);
        Assert.Equal(6, (await StatesAsync(broker.Port)).Count);

        await second.DisposeAsync();

        Assert.Equal(["bilbo", "frodo", "merry"], (await StatesAsync(broker.Port)).Order());
        Assert.False(Directory.Exists(second.Folder));
    }

    [Fact]
    public async Task A_broker_that_cannot_be_reached_is_named_at_once_and_nothing_is_made()
    {
        using TemporaryFolder folder = new();
        int port = FreePort.Next();

        BrokerException failure = await Assert.ThrowsAsync<BrokerException>(
            () => DemoFleet.StartAsync(new DemoOptions { Broker = At(port), Folder = folder["demo"] }));

        Assert.Contains($"127.0.0.1:{port}", failure.Message);
        Assert.False(Directory.Exists(folder["demo"]));
    }

    [Fact]
    public void More_open_files_than_are_allowed_are_an_error_that_says_how_many_are_needed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has this limit.");

        IOException failure = Assert.Throws<IOException>(() => OpenFileLimit.Require(int.MaxValue, "A demo of many remotes"));

        Assert.StartsWith($"A demo of many remotes needs {int.MaxValue} open files", failure.Message);
        Assert.Contains($"ulimit -n {int.MaxValue}", failure.Message);
    }

    private static MqttSessionOptions At(int port) => new() { Host = "127.0.0.1", Port = port, ClientId = "demo" };

    private static IEnumerable<string> NamesOf(DemoFleet fleet) => fleet.Remotes.Select(remote => remote.Name);

    /// <summary>The ids of those whose state the broker keeps.</summary>
    private static async Task<List<string>> StatesAsync(int port)
    {
        await using RawClient client = await RawClient.ConnectAsync(port);
        await client.SubscribeAsync("moi/v1/state/+");
        await client.SubscribeAsync("end");
        await client.PublishAsync("end", default);
        List<string> ids = [];
        while (await client.NextAsync() is { Topic: not "end" } state)
        {
            ids.Add(state.Topic["moi/v1/state/".Length..]);
        }

        return ids;
    }
}
