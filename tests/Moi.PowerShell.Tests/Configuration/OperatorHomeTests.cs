using System.Management.Automation;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Configuration;

[Collection(WithOwnHome.Name)]
public sealed class OperatorHomeTests : IDisposable
{
    private readonly SharedFleets _fleets;
    private readonly string? _before = Environment.GetEnvironmentVariable("MOI_HOME");
    private readonly TemporaryFolder _folder = new();
    private readonly string _home;

    public OperatorHomeTests(SharedFleets fleets)
    {
        _fleets = fleets;
        _home = _folder["home"];
        Environment.SetEnvironmentVariable("MOI_HOME", _home);
    }

    private string File => Path.Combine(_home, "config.toml");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("MOI_HOME", _before);
        _folder.Dispose();
    }

    [Fact]
    public async Task The_configuration_is_made_at_first_use_and_that_is_said_once()
    {
        using ModuleSession session = new();
        string connect = $"Connect-MoiBroker 127.0.0.1 {await _fleets.PortOfAsync(FleetKind.Demo)}";

        ScriptResult first = session.Run(connect).Clean();
        ScriptResult second = session.Run(connect).Clean();

        Assert.Equal([$"Creating {File}. Edit mqtt_addr if necessary."], first.Information);
        Assert.Empty(first.Output);
        Assert.Empty(second.Information);
        Assert.Contains("mqtt_addr = \"localhost\"", await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Importing_and_the_demo_need_no_configuration_and_make_none()
    {
        using ModuleSession session = new();

        session.Run("Start-MoiDemo -Count 1; Get-MoiRemote; Stop-MoiDemo").Clean();

        Assert.False(Directory.Exists(_home));
    }

    [Fact]
    public async Task The_first_command_connects_by_itself_as_configured()
    {
        _folder.Write("home/config.toml", $"""
            [config]
            mqtt_addr = "127.0.0.1"
            mqtt_port = {await _fleets.PortOfAsync(FleetKind.Devices)}
            operator = "gandalf"
            """);
        using ModuleSession session = new();

        Assert.Equal(4, session.Run("Get-MoiRemote").Clean().Output.Count);
        session.Run("Disconnect-MoiBroker").Clean();
        Assert.Equal(4, session.Run("Get-MoiRemote").Clean().Output.Count);
    }

    [Fact]
    public async Task A_profile_is_another_broker()
    {
        _folder.Write("home/config.toml", $"""
            [config]
            mqtt_addr = "127.0.0.1"
            mqtt_port = {FreePort.Next()}
            [profiles.shire]
            mqtt_addr = "127.0.0.1"
            mqtt_port = {await _fleets.PortOfAsync(FleetKind.Demo)}
            """);
        using ModuleSession session = new();

        Assert.Equal("BrokerUnreachable", session.Run("Get-MoiRemote").TerminationId);
        session.Run("Connect-MoiBroker -Profile shire").Clean();
        Assert.Equal(4, session.Run("Get-MoiRemote").Clean().Output.Count);

        ScriptResult unknown = session.Run("Connect-MoiBroker -Profile shir");
        Assert.Equal("BadConfiguration", unknown.TerminationId);
        Assert.Contains("did you mean 'shire'?", unknown.Termination!.ToString());
    }

    [Theory]
    [InlineData("[config]\nmqtt_addr = \"localhost\"\nmqtt_adr = \"x\"\n", 3, "'mqtt_adr'")]
    [InlineData("[config]\nmqtt_port = \"many\"\n", 2, "mqtt_port")]
    [InlineData("[config]\nmqtt_port = 0\n", 2, "mqtt_port")]
    [InlineData("[config\n", 1, "")]
    [InlineData("[config]\nmqtt_addr = \"a\"\nmqtt_addr = \"b\"\n", 3, "mqtt_addr")]
    public void A_configuration_that_is_wrong_is_one_line_with_the_file_and_the_line(string text, int line, string said)
    {
        _folder.Write("home/config.toml", text);
        using ModuleSession session = new();
        foreach (string command in (string[])["Get-MoiRemote", "Connect-MoiBroker", "Set-MoiKey A 1"])
        {
            ScriptResult result = session.Run(command);

            Assert.Equal(("BadConfiguration", ErrorCategory.InvalidData), (result.TerminationId, result.Termination!.CategoryInfo.Category));
            Assert.StartsWith($"{File}:{line}: ", result.Termination.ToString());
            Assert.Contains(said, result.Termination.ToString());
            Assert.DoesNotContain('\n', result.Termination.ToString());
            Assert.Equal(File, result.Termination.TargetObject);
        }

        Assert.Equal(text, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void A_password_in_the_configuration_is_in_no_error()
    {
        _folder.Write("home/config.toml", $"""
            [config]
            mqtt_addr = "127.0.0.1"
            mqtt_port = {FreePort.Next()}
            mqtt_user = "gandalf"
            mqtt_password = "mellon"
            """);
        using ModuleSession session = new();

        ScriptResult result = session.Run("Get-MoiRemote -Verbose 4>&1");

        Assert.Equal("BrokerUnreachable", result.TerminationId);
        Assert.DoesNotContain("mellon", result.Termination!.Exception.ToString());
        Assert.DoesNotContain("mellon", string.Join('\n', result.Output));
    }

    [Fact]
    public async Task The_silence_that_is_allowed_is_configured()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MoidProcess frozen = await MoidProcess.StartAsync(new() { Name = "frozen", Address = "10.10.10.60", BrokerPort = broker.Port });
        _folder.Write("home/config.toml", $"[config]\nmqtt_addr = \"127.0.0.1\"\nmqtt_port = {broker.Port}\ntimeout = 0.4\n");
        using ModuleSession session = new();
        frozen.Freeze();

        ScriptResult result = session.Run("Get-MoiRemote");
        frozen.Thaw();

        Assert.Matches("no answer within (0|1)(\\.\\d)? s", result.Error.ToString());
    }
}
