using Moi.Protocol.Transport;
using Moi.Testing;
using static Moi.Protocol.Tests.Transport.Sessions;

namespace Moi.Protocol.Tests.Transport;

public sealed class TlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public TlsTests() => Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task A_broker_of_the_trusted_authority_is_connected_to(string host)
    {
        await using MosquittoBroker broker = await StartAsync(_certificates.Server());
        await using MqttSession session = await ConnectAsync(Tls(broker) with { Host = host });
        await session.SubscribeAsync("a", MqttQuality.AtMostOnce);
        byte[] payload = new byte[500_000];

        await session.PublishAsync("a", payload, MqttQuality.AtLeastOnce);

        Assert.Equal(payload.Length, (await session.NextAsync()).Payload.Length);
        Assert.True(session.Connection!.Encrypted);
    }

    [Theory]
    [InlineData("Another authority")]
    [InlineData("Test authority")]
    public async Task Another_authority_is_not_trusted_whatever_its_name(string name)
    {
        using TestCertificates other = new(name);
        await using MosquittoBroker broker = await StartAsync(other.Server());

        BrokerException failure = await FailureOfAsync(Tls(broker));

        Assert.Equal(BrokerFailure.TlsUntrusted, failure.Kind);
        Assert.Contains($"127.0.0.1:{broker.Port}", failure.Message);
    }

    [Fact]
    public async Task A_private_authority_is_not_trusted_without_being_named()
    {
        await using MosquittoBroker broker = await StartAsync(_certificates.Server());

        BrokerException failure = await FailureOfAsync(Options(broker.Port) with { Tls = new TlsOptions() });

        Assert.Equal(BrokerFailure.TlsUntrusted, failure.Kind);
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_refused_unless_that_host_is_meant()
    {
        await using MosquittoBroker broker = await StartAsync(_certificates.ServerFor("broker.example"));
        MqttSessionOptions options = Tls(broker);

        BrokerException failure = await FailureOfAsync(options);
        await using MqttSession meant = await ConnectAsync(
            options with { Tls = options.Tls! with { TargetHost = "broker.example" } });

        Assert.Equal(BrokerFailure.TlsWrongHost, failure.Kind);
        Assert.True(meant.IsConnected);
    }

    [Fact]
    public async Task An_expired_certificate_is_refused()
    {
        await using MosquittoBroker broker = await StartAsync(_certificates.ExpiredServer());

        BrokerException failure = await FailureOfAsync(Tls(broker) with { Host = "localhost" });

        Assert.Equal(BrokerFailure.TlsExpired, failure.Kind);
    }

    [Theory]
    [InlineData("tlsv1.2")]
    [InlineData("tlsv1.3")]
    public async Task A_missing_client_certificate_is_told_and_one_of_the_authority_accepted(string version)
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new MosquittoOptions
        {
            Certificate = _certificates.Server(),
            ClientCaFile = _certificates.CaFile,
            Lines = [$"tls_version {version}"],
        });
        TestCertificate own = _certificates.Client("ann");
        TestCertificate locked = _certificates.Client("bob", keyPassword: "key-secret");
        MqttSessionOptions options = Tls(broker);

        BrokerException failure = await FailureOfAsync(options);
        await using MqttSession ann = await ConnectAsync(options with
        {
            ClientId = "ann",
            Tls = options.Tls! with { CertificateFile = own.CertificateFile, KeyFile = own.KeyFile },
        });
        await using MqttSession bob = await ConnectAsync(options with
        {
            ClientId = "bob",
            Tls = options.Tls! with
            {
                CertificateFile = locked.CertificateFile,
                KeyFile = locked.KeyFile,
                KeyPassword = "key-secret",
            },
        });

        Assert.Equal(BrokerFailure.TlsClientCertificate, failure.Kind);
        Assert.True(ann.IsConnected && bob.IsConnected);
    }

    [Fact]
    public async Task A_client_certificate_of_another_authority_is_refused()
    {
        using TestCertificates other = new();
        TestCertificate stranger = other.Client("eve");
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(
            new MosquittoOptions { Certificate = _certificates.Server(), ClientCaFile = _certificates.CaFile });
        MqttSessionOptions options = Tls(broker);

        BrokerException failure = await FailureOfAsync(options with
        {
            Tls = options.Tls! with { CertificateFile = stranger.CertificateFile, KeyFile = stranger.KeyFile },
        });

        Assert.Equal(BrokerFailure.TlsClientCertificate, failure.Kind);
    }

    [Fact]
    public async Task Files_that_cannot_be_used_are_named_before_anything_is_sent()
    {
        using TemporaryFolder folder = new();
        string noPem = folder.Write("no.pem", "nothing");
        TestCertificate own = _certificates.Client("ann", keyPassword: "key-secret");
        await using ScriptedServer server = ScriptedServer.Silent();
        TlsOptions[] wrong =
        [
            new() { CaFile = folder["missing.pem"] },
            new() { CaFile = noPem },
            new() { CaFile = _certificates.CaFile, CertificateFile = folder["missing.pem"] },
            new() { CaFile = _certificates.CaFile, CertificateFile = own.CertificateFile, KeyFile = noPem },
            new()
            {
                CaFile = _certificates.CaFile,
                CertificateFile = own.CertificateFile,
                KeyFile = own.KeyFile,
                KeyPassword = "wrong-secret",
            },
        ];
        foreach (TlsOptions tls in wrong)
        {
            BrokerException failure = await FailureOfAsync(Options(server.Port) with { Tls = tls });

            Assert.Equal(BrokerFailure.TlsFile, failure.Kind);
            Assert.Contains(".pem", failure.Message);
            Assert.DoesNotContain("wrong-secret", failure.ToString());
        }
    }

    [Fact]
    public async Task A_port_without_TLS_is_not_mistaken_for_a_bad_certificate()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();

        BrokerException failure = await FailureOfAsync(Tls(broker));

        Assert.Equal(BrokerFailure.TlsOther, failure.Kind);
        Assert.Contains("speaks TLS", failure.Message);
    }

    [Fact]
    public async Task A_port_with_TLS_tells_who_comes_without()
    {
        await using MosquittoBroker broker = await StartAsync(_certificates.Server());

        BrokerException failure = await FailureOfAsync(Options(broker.Port));

        Assert.Equal(BrokerFailure.Refused, failure.Kind);
        Assert.Contains("TLS", failure.Message);
    }

    private static Task<MosquittoBroker> StartAsync(TestCertificate certificate) =>
        MosquittoBroker.StartAsync(new MosquittoOptions { Certificate = certificate });

    private MqttSessionOptions Tls(MosquittoBroker broker) =>
        Options(broker.Port) with { Tls = new TlsOptions { CaFile = _certificates.CaFile } };
}
