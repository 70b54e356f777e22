using System.Net.Sockets;
using Moi.Protocol.Transport;
using Moi.Testing;
using static Moi.Protocol.Tests.Transport.Sessions;

namespace Moi.Protocol.Tests.Transport;

public sealed class ConnectFailureTests
{
    private const string Secret = "s3cret-passw0rd";

    [Fact]
    public async Task A_port_nobody_listens_on_is_unreachable()
    {
        int port = FreePort.Next();

        BrokerException failure = await FailureOfAsync(Options(port));

        Assert.Equal(BrokerFailure.Unreachable, failure.Kind);
        Assert.Contains($"127.0.0.1:{port}", failure.Message);
    }

    [Fact]
    public async Task A_host_without_an_address_is_named()
    {
        BrokerException failure = await FailureOfAsync(Options(1883) with { Host = "no-such-host.invalid" });

        Assert.Equal(BrokerFailure.NameNotFound, failure.Kind);
        Assert.Contains("no-such-host.invalid", failure.Message);
    }

    [Fact]
    public async Task Localhost_is_reached_whichever_of_its_addresses_the_broker_listens_on()
    {
        await using ScriptedServer server = AcceptingServer(0, []);
        await using MqttSession session = Make(Options(server.Port) with { Host = "localhost" });

        await session.ConnectAsync();

        Assert.True(session.IsConnected);
    }

    [Fact]
    public async Task A_broker_that_accepts_and_never_answers_is_given_up_on()
    {
        await using ScriptedServer server = ScriptedServer.Silent();

        BrokerException failure = await FailureOfAsync(
            Options(server.Port) with { ConnectTimeout = TimeSpan.FromSeconds(1) });

        Assert.Equal(BrokerFailure.Timeout, failure.Kind);
        Assert.Contains("CONNECT", failure.Message);
        Assert.Equal(1, server.Accepted);
    }

    [Fact]
    public async Task A_cancelled_connect_ends_at_once()
    {
        await using ScriptedServer server = ScriptedServer.Silent();
        await using MqttSession session = Make(Options(server.Port) with { ConnectTimeout = TimeSpan.FromMinutes(1) });
        using CancellationTokenSource cancel = new();

        Task connecting = session.ConnectAsync(cancel.Token);
        await Eventually.Holds(() => server.Accepted == 1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
    }

    [Fact]
    public async Task Disposing_in_the_middle_of_an_attempt_ends_it_at_once()
    {
        await using ScriptedServer server = ScriptedServer.Silent();
        MqttSession session = Make(Options(server.Port) with { ConnectTimeout = TimeSpan.FromMinutes(1) });
        Task connecting = session.ConnectAsync();
        await Eventually.Holds(() => server.Accepted == 1);

        await session.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => connecting);
    }

    [Fact]
    public async Task A_wrong_password_is_an_authentication_failure_and_never_shown()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(
            new MosquittoOptions { Users = new Dictionary<string, string> { ["ann"] = Secret } });

        MqttSessionOptions options = Options(broker.Port) with { UserName = "ann", Password = Secret + "x" };
        BrokerException wrong = await FailureOfAsync(options);
        BrokerException none = await FailureOfAsync(Options(broker.Port));
        await using MqttSession right = await ConnectAsync(
            Options(broker.Port) with { UserName = "ann", Password = Secret });

        Assert.Equal(
            (BrokerFailure.NotAuthenticated, BrokerFailure.NotAuthenticated), (wrong.Kind, none.Kind));
        Assert.Contains("'ann'", wrong.Message);
        Assert.DoesNotContain(Secret, wrong.ToString() + options);
        Assert.True(right.IsConnected);
        Assert.DoesNotContain("MQTT 3.1", broker.Log);
    }

    [Fact]
    public async Task A_first_attempt_that_fails_is_not_repeated_unless_asked_for()
    {
        int port = FreePort.Next();
        await using MqttSession session = Make(Options(port));
        await Assert.ThrowsAsync<BrokerException>(() => session.ConnectAsync());
        await using ScriptedServer server = AcceptingServer(port, []);

        Assert.Equal(1, session.ConnectionNumber);
        await session.ConnectAsync();

        Assert.Equal(2, session.ConnectionNumber);
    }

    [Fact]
    public async Task A_broker_that_refuses_version_5_is_spoken_to_in_3_1_1_ever_after()
    {
        List<byte> versions = [];
        await using ScriptedServer server = AcceptingServer(0, versions, refusal: [0x20, 2, 0, 1]);
        await using MqttSession session = await ConnectAsync(Options(server.Port));
        Assert.Equal(MqttVersion.V311, session.Connection!.Version);

        session.StepAside();
        await Eventually.Holds(() => !session.IsConnected);
        await session.ConnectAsync();

        Assert.Equal([5, 4, 4], versions);
    }

    [Fact]
    public async Task A_broker_that_closes_on_version_5_is_asked_twice_before_that_is_believed()
    {
        List<byte> versions = [];
        await using ScriptedServer server = AcceptingServer(0, versions, refusal: []);
        await using MqttSession session = await ConnectAsync(Options(server.Port));
        for (int i = 0; i < 2; i++)
        {
            session.StepAside();
            await Eventually.Holds(() => !session.IsConnected);
            await session.ConnectAsync();
        }

        Assert.Equal([5, 4, 5, 4, 4], versions);
    }

    [Fact]
    public async Task A_refusal_of_the_password_never_leads_to_another_version()
    {
        List<byte> versions = [];
        await using ScriptedServer server = AcceptingServer(0, versions, refusal: [0x20, 3, 0, 0x86, 0]);

        BrokerException failure = await FailureOfAsync(Options(server.Port));

        Assert.Equal(BrokerFailure.NotAuthenticated, failure.Kind);
        Assert.Equal([5], versions);
    }

    [Theory]
    [InlineData(new byte[] { 0x20, 3, 0, 0x85, 0 }, BrokerFailure.ClientIdRefused)]
    [InlineData(new byte[] { 0x20, 3, 0, 0x97, 0 }, BrokerFailure.QuotaExceeded)]
    [InlineData(new byte[] { 0x20, 3, 0, 0x88, 0 }, BrokerFailure.Unavailable)]
    [InlineData(new byte[] { 0x20, 3, 0, 0x80, 0 }, BrokerFailure.Refused)]
    [InlineData(new byte[] { 0x20, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, BrokerFailure.ProtocolError)]
    [InlineData(new byte[] { 0x30, 4, 0, 1, (byte)'a', 0 }, BrokerFailure.ProtocolError)]
    [InlineData(new byte[] { 0x20, 2, 0 }, BrokerFailure.ConnectionLost)]
    public async Task Other_first_answers_are_told_for_what_they_are(byte[] answer, BrokerFailure kind)
    {
        await using ScriptedServer server = AcceptingServer(0, [], refusal: answer);

        BrokerException failure = await FailureOfAsync(
            Options(server.Port) with { ConnectTimeout = TimeSpan.FromSeconds(2) });

        Assert.Equal(kind, failure.Kind);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task A_web_server_is_no_broker()
    {
        byte[] answer = Bytes("HTTP/1.1 400 Bad Request\r\nServer: web\r\n" +
            "Content-Type: text/plain\r\nContent-Length: 0\r\n\r\n");
        await using ScriptedServer server = AcceptingServer(0, [], refusal: answer);

        BrokerException failure = await FailureOfAsync(Options(server.Port));

        Assert.Equal(BrokerFailure.ProtocolError, failure.Kind);
    }

    /// <summary>Notes the version of each CONNECT; answers version 5 with a refusal, if there is one, and closes; takes
    /// everything else.</summary>
    private static ScriptedServer AcceptingServer(int port, List<byte> versions, byte[]? refusal = null) => new(
        async (stream, _, stop) =>
        {
            byte[] connect = await ScriptedServer.ReadPacketAsync(stream, stop);
            byte version = connect[8];
            versions.Add(version);
            if (version == 5 && refusal is not null)
            {
                await stream.WriteAsync(refusal, stop);
                stream.Socket.Shutdown(SocketShutdown.Send);
                return;
            }

            byte[] welcome = version == 5 ? [0x20, 3, 0, 0, 0] : [0x20, 2, 0, 0];
            await stream.WriteAsync(welcome, stop);
            await stream.CopyToAsync(Stream.Null, stop);
        },
        port);
}
