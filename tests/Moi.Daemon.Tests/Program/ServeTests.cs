using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Moi.Daemon.Broker;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;
using Moi.Testing;

namespace Moi.Daemon.Tests.Program;

/// <summary>moid as its service manager and its operators see it.</summary>
public sealed class ServeTests
{
    [Fact]
    public async Task It_tells_its_version()
    {
        await using MoidRun moid = await MoidRun.RunAsync("--version");

        Assert.Equal(0, await moid.ExitAsync());
        Assert.StartsWith(DaemonVersion.Text, Assert.Single(moid.Output));
    }

    [Theory]
    [InlineData]
    [InlineData("broker", "--port", "65536")]
    [InlineData("broker", "--port", "x")]
    [InlineData("demo", "--count", "0")]
    public async Task A_command_line_that_makes_no_sense_is_explained(params string[] arguments)
    {
        await using MoidRun moid = await MoidRun.RunAsync(arguments);

        Assert.Equal(1, await moid.ExitAsync());
        Assert.NotEmpty(moid.Errors);
        Assert.DoesNotContain(moid.Errors, line => line.Contains("   at "));
    }

    [Fact]
    public async Task A_wrong_configuration_is_an_error_that_says_where_and_restarting_does_not_help()
    {
        await using DeviceBench bench = await DeviceBench.StartAsync();
        string file = bench.Configure(bench.BrokerPort, "wrong.json", ",\n\"colour\": \"green\"");

        await using MoidRun moid = await MoidRun.RunAsync(file);

        Assert.Equal(78, await moid.ExitAsync());
        string error = Assert.Single(moid.Errors);
        Assert.StartsWith($"moid: {file}:12", error);
        Assert.Contains("colour", error);
        Assert.Empty(moid.Output);
        Assert.False(Directory.Exists(bench.Folder["store"]));
    }

    [Fact]
    public async Task A_configuration_that_is_not_there_is_named()
    {
        await using MoidRun moid = await MoidRun.RunAsync("/nowhere/moid.toml");

        Assert.Equal(78, await moid.ExitAsync());
        Assert.Contains("/nowhere/moid.toml", Assert.Single(moid.Errors));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_ends_it_in_order_with_a_farewell(string signal)
    {
        await using DeviceBench bench = await DeviceBench.StartAsync();
        await using MoidRun moid = await bench.StartMoidAsync();

        await moid.SignalAsync(signal);

        Assert.Equal(0, await moid.ExitAsync());
        await Eventually.Holds(() => bench.Operator.Presence.Any(said => said is { Online: false, Farewell: Farewell.Stopped, Epoch: 1 }));
        Assert.Empty(moid.Output);
        Assert.DoesNotContain(moid.Errors, line => line.Contains("   at "));
    }

    [Fact]
    public async Task Its_will_speaks_for_one_that_is_killed()
    {
        await using DeviceBench bench = await DeviceBench.StartAsync();
        await using MoidRun moid = await bench.StartMoidAsync();

        await moid.KillAsync();

        await Eventually.Holds(() => bench.Operator.Presence.Any(said => said is { Online: false, Farewell: Farewell.Lost, Epoch: 1 }));
    }

    [Fact]
    public async Task A_restart_ends_it_with_success_so_that_it_is_started_again()
    {
        await using DeviceBench bench = await DeviceBench.StartAsync();
        await using MoidRun moid = await bench.StartMoidAsync();

        Reply reply = await bench.Operator.AskAsync(bench.Operator.Request(Verb.Restart));

        Assert.Null(reply.Error);
        Assert.Equal(0, await moid.ExitAsync());
        await Eventually.Holds(() => bench.Operator.Presence.Any(said => said.Farewell == Farewell.Restart));
        await using MoidRun next = await bench.StartMoidAsync();
        Assert.Equal(2, bench.Operator.Presence[^1].Epoch);
    }

    [Fact]
    public async Task It_starts_without_a_broker_and_appears_when_there_is_one()
    {
        int port = FreePort.Next();
        await using DeviceBench bench = await DeviceBench.StartAsync();
        await using MoidRun moid = MoidRun.Start(bench.Configure(port));
        await Eventually.Holds(() => moid.Errors.Any(line => line.Contains($":{port}")), "moid says that there is no broker");

        await using EmbeddedBroker broker = await EmbeddedBroker.StartAsync(new EmbeddedBrokerOptions { Port = port }, NullLogger.Instance);
        await using RawOperator ann = await RawOperator.ConnectAsync(port);
        await Eventually.Holds(() => ann.Presence.Any(said => said.Online));

        Assert.Equal("[\"frodo\"]", (await ann.AskAsync(ann.Get("name"))).Value!.Value.GetRawText());
        Assert.Equal(0, await moid.TerminateAsync());
    }

    [Fact]
    public async Task A_store_that_another_one_holds_is_an_error_that_names_it()
    {
        await using DeviceBench bench = await DeviceBench.StartAsync();
        await using MoidRun first = await bench.StartMoidAsync();

        await using MoidRun second = await MoidRun.RunAsync(bench.Configuration);

        Assert.Equal(1, await second.ExitAsync());
        Assert.StartsWith("moid: ", Assert.Single(second.Errors));
        Assert.Contains(bench.Folder["store"], second.Errors[0]);
        Assert.Null((await bench.Operator.AskAsync(bench.Operator.Get("name"))).Error);
    }

    [Fact]
    public async Task The_embedded_broker_runs_alone_until_it_is_told_to_end()
    {
        await using MoidRun moid = MoidRun.Start("broker", "--port", "0");
        await Eventually.Holds(() => moid.Output.Count == 1);
        int port = int.Parse(moid.Output[0].Split("127.0.0.1:")[1].Split('.')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal($"The broker listens on 127.0.0.1:{port}. Ctrl+C ends it.", moid.Output[0]);

        await using (RawClient client = await RawClient.ConnectAsync(port))
        {
            await client.SubscribeAsync("a");
            await client.PublishAsync("a", new byte[] { 7 });
            Assert.Equal([7], (await client.NextAsync()).Payload);
        }

        Assert.Equal(0, await moid.TerminateAsync());
    }

    [Fact]
    public async Task A_demo_runs_until_it_is_told_to_end_and_leaves_nothing_behind()
    {
        using TemporaryFolder temporary = new();
        await using MoidRun moid = MoidRun.StartIn(temporary.Path, "demo", "--count", "6", "--port", "0");
        await Eventually.Holds(() => moid.Output.Count == 1);
        int port = int.Parse(moid.Output[0].Split("127.0.0.1:")[1].Split('.')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal($"6 remotes at the broker on 127.0.0.1:{port}. Ctrl+C ends them.", moid.Output[0]);
        Assert.NotEmpty(Directory.GetDirectories(temporary.Path, "moi-demo-*"));

        await using RawOperator ann = await RawOperator.ConnectAsync(port);
        Request get = ann.Get("name");
        await ann.SendAsync(get);
        await ann.LastWordAsync(get, 6);
        Assert.Equal(
            ["bilbo", "frodo", "hobbit-5", "hobbit-6", "merry", "pippin"], ann.LastWords(get).Select(reply => reply.Name).Order(StringComparer.Ordinal));
        Request run = ann.Run("echo here > begun; sleep 600");
        await ann.SendAsync(run);
        await ann.HearsAsync(run, ReplyKind.Ack, times: 6);

        Assert.Equal(0, await moid.TerminateAsync());
        Assert.Empty(Directory.GetDirectories(temporary.Path, "moi-demo-*"));
        Assert.DoesNotContain(moid.Errors, line => line.Contains("   at "));
    }

    [Theory]
    [InlineData("broker")]
    [InlineData("demo")]
    public async Task A_port_that_is_taken_is_an_error_in_one_line_and_leaves_nothing_behind(string command)
    {
        using TemporaryFolder temporary = new();
        using Socket taken = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        int port = ((IPEndPoint)taken.LocalEndPoint!).Port;

        await using MoidRun moid = MoidRun.StartIn(temporary.Path, command, "--port", $"{port}");

        Assert.Equal(1, await moid.ExitAsync());
        Assert.StartsWith("moid: ", Assert.Single(moid.Errors));
        Assert.Contains($"{port}", moid.Errors[0]);
        Assert.Empty(Directory.GetDirectories(temporary.Path, "moi-demo-*"));
    }
}
