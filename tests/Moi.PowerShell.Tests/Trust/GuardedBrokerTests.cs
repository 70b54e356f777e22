using System.Net;
using System.Management.Automation;
using Moi.PowerShell.Tests.Configuration;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Trust;

/// <summary>The module and moid at a broker with TLS, users and access rules: they work, and say why where they do not.</summary>
[Collection(WithOwnHome.Name)]
public sealed class GuardedBrokerTests : IDisposable
{
    private readonly TestCertificates _authority = new();
    private readonly TemporaryFolder _home = new();
    private readonly string? _before = Environment.GetEnvironmentVariable("MOI_HOME");

    public GuardedBrokerTests()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        Environment.SetEnvironmentVariable("MOI_HOME", _home.Path);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("MOI_HOME", _before);
        _authority.Dispose();
        _home.Dispose();
    }

    [Fact]
    public async Task With_certificates_on_both_sides_a_fleet_works()
    {
        TestCertificate steve = _authority.Client("steve", keyPassword: "key-secret");
        TestCertificate frodo = _authority.Client("frodo");
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new MosquittoOptions
        {
            Certificate = _authority.Server(),
            ClientCaFile = _authority.CaFile,
            Lines = ["use_identity_as_username true", "allow_anonymous true"],
        });
        Configure(broker.Port, $"""
            cafile = "{_authority.CaFile}"
            certfile = "{steve.CertificateFile}"
            keyfile = "{steve.KeyFile}"
            passphrase_file = "{_home.Write("passphrase", "key-secret\n")}"
            """);
        await using MoidProcess moid = Launch(broker.Port, new()
        {
            ["cafile"] = _authority.CaFile, ["certfile"] = frodo.CertificateFile, ["keyfile"] = frodo.KeyFile,
        });
        using ModuleSession session = new();

        await Eventually.Holds(() => session.Run("Get-MoiRemote").Names is ["frodo"], "frodo answers");

        Assert.DoesNotContain("key-secret", moid.Log);
        Assert.DoesNotContain("This remote is open", moid.Log);
        session.Run("Disconnect-MoiBroker").Clean();
    }

    [Theory]
    [InlineData("wrong host", "BrokerTlsWrongHost", "is not for 'localhost'")]
    [InlineData("expired", "BrokerTlsExpired", "not valid now")]
    [InlineData("unknown", "BrokerTlsUntrusted", "authority that is not trusted")]
    [InlineData("no certificate", "BrokerTlsClientCertificate", "certificate")]
    [InlineData("no TLS", "BrokerTlsOther", "TLS")]
    public async Task What_is_wrong_with_a_certificate_is_told_by_the_module_and_by_moid(string wrong, string id, string word)
    {
        using TestCertificates other = new("Another authority");
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new MosquittoOptions
        {
            Certificate = wrong switch
            {
                "wrong host" => _authority.ServerFor("broker.example"),
                "expired" => _authority.ExpiredServer(),
                "unknown" => other.Server(),
                "no TLS" => null,
                _ => _authority.Server(),
            },
            ClientCaFile = wrong == "no certificate" ? _authority.CaFile : null,
        });
        Configure(broker.Port, $"cafile = \"{_authority.CaFile}\"");
        await using MoidProcess moid = Launch(broker.Port, new() { ["cafile"] = _authority.CaFile });
        using ModuleSession session = new();

        ScriptResult result = session.Run("Get-MoiRemote");

        Assert.Equal(id, result.TerminationId);
        Assert.Contains(word, result.Termination!.ToString());
        await Eventually.Holds(() => moid.Log.Contains(word, StringComparison.Ordinal), $"moid says {word}");
        Assert.DoesNotContain("   at ", moid.Log);
    }

    [Fact]
    public async Task An_operator_who_may_not_read_states_is_told_so_instead_of_an_empty_fleet()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new MosquittoOptions
        {
            Users = new Dictionary<string, string> { ["steve"] = "secret", ["frodo"] = "secret" },
            Acl = "pattern readwrite moi/v1/state/%u\npattern read moi/v1/ask/#\nuser steve\ntopic write moi/v1/state/+\ntopic write moi/v1/ask/#\ntopic readwrite moi/v1/tell/steve/#\n",
        });
        using ModuleSession session = new();
        session.Set("credential", new PSCredential("steve", new NetworkCredential("", "secret").SecurePassword));

        ScriptResult result = session.Run($"Connect-MoiBroker 127.0.0.1 {broker.Port} -Credential $credential");

        Assert.Equal("BrokerNotAuthorized", result.TerminationId);
        Assert.Contains("'moi/v1/state/+'", result.Termination!.ToString());
        Assert.Contains("'steve'", result.Termination.ToString());
    }

    [Fact]
    public async Task An_operator_of_a_fleet_that_is_empty_is_told_nothing_of_the_kind()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        using ModuleSession session = new();

        Assert.Empty(session.Run($"Connect-MoiBroker 127.0.0.1 {broker.Port}; Get-MoiRemote").Clean().Output);
        session.Run("Disconnect-MoiBroker").Clean();
    }

    private void Configure(int port, string tls) => _home.Write(
        "config.toml", $"[config]\nmqtt_addr = \"localhost\"\nmqtt_port = {port}\noperator = \"steve\"\n[tls]\n{tls}\n");

    private static MoidProcess Launch(int port, Dictionary<string, object> tls) => MoidProcess.Launch(new MoidOptions
    {
        Name = "frodo",
        Address = "10.10.10.10",
        BrokerPort = port,
        Settings = new Dictionary<string, object> { ["mqtt_addr"] = "localhost", ["tls"] = tls },
    });
}
