using System.Management.Automation;
using System.Security;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Brokers;

public sealed class BrokerErrorTests
{
    [Fact]
    public void A_port_where_nobody_listens_is_named()
    {
        using ModuleSession session = new();
        int port = FreePort.Next();

        ScriptResult result = session.Run($"Connect-MoiBroker 127.0.0.1 {port}");

        AssertIsOneLine(result, "BrokerUnreachable", ErrorCategory.ConnectionError);
        Assert.Contains($"127.0.0.1:{port}", result.Termination!.ToString());
    }

    [Fact]
    public void A_host_that_has_no_address_is_named()
    {
        using ModuleSession session = new();

        ScriptResult result = session.Run("Connect-MoiBroker no-such-host.invalid");

        AssertIsOneLine(result, "BrokerNameNotFound", ErrorCategory.ConnectionError);
        Assert.Contains("no-such-host.invalid", result.Termination!.ToString());
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("gandalf", "mellon!")]
    [InlineData("saruman", "mellon")]
    public async Task A_user_or_password_that_the_broker_refuses_is_an_error_without_the_password(string? user, string? password)
    {
        await using MosquittoBroker broker = await StartAsync();
        using ModuleSession session = new();
        session.Set("credential", user is null ? null : Credential(user, password!));

        ScriptResult result = session.Run(
            $"Connect-MoiBroker 127.0.0.1 {broker.Port} {(user is null ? "" : "-Credential $credential")}");

        AssertIsOneLine(result, "BrokerNotAuthenticated", ErrorCategory.AuthenticationError);
        Assert.DoesNotContain("mellon", result.Termination!.ToString());
        Assert.DoesNotContain("mellon", result.Termination.Exception.ToString());
    }

    [Fact]
    public async Task The_right_user_and_password_connect()
    {
        await using MosquittoBroker broker = await StartAsync();
        await using MoidProcess moid = MoidProcess.Launch(new()
        {
            Name = "shadowfax",
            Address = "10.10.10.40",
            BrokerPort = broker.Port,
            Settings = new Dictionary<string, object> { ["mqtt_user"] = "gandalf", ["mqtt_password"] = "mellon" },
        });
        using ModuleSession session = new();
        session.Set("credential", Credential("gandalf", "mellon"));

        session.Run($"Connect-MoiBroker 127.0.0.1 {broker.Port} -Credential $credential").Clean();

        await Eventually.Holds(() => session.Run("Get-MoiRemote").Clean().Output.Count == 1, moid.Log);
    }

    [Fact]
    public void A_failed_attempt_leaves_the_connection_before_it_as_it_was()
    {
        using ModuleSession session = new();
        session.Run("Start-MoiDemo -Count 1").Clean();

        AssertIsOneLine(
            session.Run($"Connect-MoiBroker 127.0.0.1 {FreePort.Next()}"), "BrokerUnreachable", ErrorCategory.ConnectionError);

        Assert.Equal(["frodo"], session.Run("Get-MoiRemote").Clean().Names);
    }

    private static void AssertIsOneLine(ScriptResult result, string id, ErrorCategory category)
    {
        Assert.Empty(result.Output);
        Assert.Empty(result.Errors);
        Assert.Equal((id, category), (result.TerminationId, result.Termination!.CategoryInfo.Category));
        Assert.DoesNotContain('\n', result.Termination.ToString());
    }

    private static async Task<MosquittoBroker> StartAsync()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        return await MosquittoBroker.StartAsync(new() { Users = new Dictionary<string, string> { ["gandalf"] = "mellon" } });
    }

    private static PSCredential Credential(string user, string password)
    {
        SecureString secret = new();
        foreach (char c in password)
        {
            secret.AppendChar(c);
        }

        return new PSCredential(user, secret);
    }
}
