using System.Management.Automation;
using System.Security;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Configuration;

[Collection(WithOwnHome.Name)]
public sealed class MoiConfigTests : IDisposable
{
    private readonly SharedFleets _fleets;
    private readonly string? _before = Environment.GetEnvironmentVariable("MOI_HOME");
    private readonly TemporaryFolder _folder = new();
    private readonly ModuleSession _session = new();

    public MoiConfigTests(SharedFleets fleets)
    {
        _fleets = fleets;
        Environment.SetEnvironmentVariable("MOI_HOME", _folder["home"]);
    }

    private string File => _folder["home", "config.toml"];

    private string Text => System.IO.File.ReadAllText(File);

    public void Dispose()
    {
        _session.Dispose();
        Environment.SetEnvironmentVariable("MOI_HOME", _before);
        _folder.Dispose();
    }

    [Fact]
    public void The_configuration_is_shown_and_made_where_there_is_none()
    {
        dynamic config = _session.Run("Get-MoiConfig").Clean().Single;

        Assert.Equal(("", "localhost", 1883, "moi/v1", false, 2.0), (config.Profile, config.Broker, config.Port, config.TopicRoot, config.Tls, config.TimeoutSeconds));
        Assert.Equal(File, config.File);
        Assert.True(System.IO.File.Exists(File));
    }

    [Fact]
    public void A_key_is_set_in_its_place_and_everything_else_stays()
    {
        _session.Run("Get-MoiConfig").Clean();
        string before = Text;

        dynamic config = _session.Run("Set-MoiConfig mqtt_port 8884; Set-MoiConfig timeout 1.50; Set-MoiConfig mqtt_addr broker.example -PassThru").Clean().Single;

        Assert.Equal(("broker.example", 8884, 1.5), (config.Broker, config.Port, config.TimeoutSeconds));
        Assert.Equal(
            before.Replace("mqtt_addr = \"localhost\"", "mqtt_addr = \"broker.example\"")
                .Replace("# mqtt_port = 1883\n", "# mqtt_port = 1883\nmqtt_port = 8884\n")
                .Replace("# timeout = 2\n", "# timeout = 2\ntimeout = 1.5\n"),
            Text);
        _session.Run("Set-MoiConfig mqtt_port -Clear; Set-MoiConfig timeout -Clear; Set-MoiConfig mqtt_addr localhost").Clean();
        Assert.Equal(before, Text);
        Assert.Equal(["config.toml"], Directory.EnumerateFileSystemEntries(_folder["home"]).Select(Path.GetFileName));
    }

    [Fact]
    public void The_file_stays_its_user_s_and_a_link_stays_one()
    {
        _folder.Write("dotfiles/moi.toml", "[config]\n");
        Directory.CreateDirectory(_folder["home"]);
        System.IO.File.CreateSymbolicLink(File, _folder["dotfiles", "moi.toml"]);
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(_folder["dotfiles", "moi.toml"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        _session.Run("Set-MoiConfig operator gandalf").Clean();

        Assert.NotNull(new FileInfo(File).LinkTarget);
        Assert.Equal("[config]\noperator = \"gandalf\"\n", System.IO.File.ReadAllText(_folder["dotfiles", "moi.toml"]));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(_folder["dotfiles", "moi.toml"]));
        }
    }

    [Theory]
    [InlineData("Set-MoiConfig mqtt_adr x", "BadConfigValue", "did you mean 'mqtt_addr'?")]
    [InlineData("Set-MoiConfig mqtt_port many", "BadConfigValue", "'mqtt_port' must be a number")]
    [InlineData("Set-MoiConfig mqtt_port", "BadConfigValue", "-Clear")]
    [InlineData("Set-MoiConfig mqtt_port 1 -Clear", "BadConfigValue", "-Clear")]
    [InlineData("Set-MoiConfig @{}", "BadConfigValue", "at least one")]
    [InlineData("Set-MoiConfig timeout 1 -Profile depot", "BadConfigValue", "There is no key 'timeout' of profiles")]
    [InlineData("Set-MoiConfig mqtt_port 65536", "BadConfiguration", "must be from 1 to 65535")]
    [InlineData("Set-MoiConfig mqtt_addr 'mqtt://x'", "BadConfiguration", "not a URL")]
    [InlineData("Set-MoiConfig mqtt_password x", "BadConfiguration", "needs mqtt_user beside it")]
    [InlineData("Set-MoiConfig tls.certfile x", "BadConfiguration", "needs keyfile beside it")]
    public void What_would_be_wrong_is_refused_and_leaves_the_file(string command, string id, string said)
    {
        _folder.Write("home/config.toml", "[config]\nmqtt_addr = 'a'\n");

        ScriptResult result = _session.Run(command);

        Assert.Equal(id, result.TerminationId);
        Assert.Contains(said, result.Termination!.ToString());
        Assert.Equal("[config]\nmqtt_addr = 'a'\n", Text);
    }

    [Fact]
    public void Keys_that_go_together_are_set_together()
    {
        _folder.Write("home/config.toml", "[config]\n");

        dynamic config = _session.Run("Set-MoiConfig @{ 'tls.certfile' = 'me.crt'; 'tls.keyfile' = 'me.key' } -PassThru").Clean().Single;

        Assert.Equal((true, 8883, _folder["home", "me.crt"], _folder["home", "me.key"]), (config.Tls, config.Port, config.CertificateFile, config.KeyFile));
        _session.Run("Set-MoiConfig @{ 'tls.certfile' = $null; 'tls.keyfile' = $null }").Clean();
        Assert.Equal("[config]\n\n[tls]\n", Text);
    }

    [Fact]
    public void A_secret_is_written_and_never_shown()
    {
        _folder.Write("home/config.toml", "[config]\nmqtt_user = 'me'\n");
        using SecureString secret = new();
        foreach (char c in "mellon")
        {
            secret.AppendChar(c);
        }

        _session.Set("secret", secret);
        ScriptResult set = _session.Run("Set-MoiConfig mqtt_password $secret -WhatIf; Set-MoiConfig mqtt_password $secret -PassThru -Verbose 4>&1 | Out-Default; Get-MoiConfig | Out-Default").Clean();

        Assert.Equal("[config]\nmqtt_user = 'me'\nmqtt_password = \"mellon\"\n", Text);
        Assert.Equal("(given in the configuration)", _session.Run("Get-MoiConfig").Clean().Single.Password);
        Assert.DoesNotContain("mellon", string.Join('\n', _session.Host.Lines));
        Assert.Contains(_session.Host.Lines, line => line.Contains("Set mqtt_password", StringComparison.Ordinal));
        Assert.Empty(set.Output);
    }

    [Fact]
    public void WhatIf_changes_nothing_and_makes_nothing()
    {
        _session.Run("Set-MoiConfig mqtt_addr x -WhatIf").Clean();

        Assert.False(Directory.Exists(_folder["home"]));
        Assert.Contains("Set mqtt_addr to x", string.Concat(_session.Host.Lines));
    }

    [Fact]
    public async Task A_profile_is_made_used_shown_and_completed()
    {
        _session.Run($"Set-MoiConfig @{{ mqtt_addr = '127.0.0.1'; mqtt_port = {await _fleets.PortOfAsync(FleetKind.Demo)} }} -Profile shire").Clean();
        _session.Run("Set-MoiConfig mqtt_addr depot.example -Profile depot").Clean();

        _session.Run("Connect-MoiBroker -Profile shire").Clean();

        Assert.Equal(4, _session.Run("Get-MoiRemote").Clean().Output.Count);
        Assert.Equal(["shire", "depot"], _session.Run("Get-MoiConfig -Profile *").Clean().Values("Profile"));
        Assert.Equal(["depot.example"], _session.Run("Get-MoiConfig depot").Clean().Values("Broker"));
        Assert.Contains("did you mean 'depot'?", _session.Run("Get-MoiConfig depto").Termination!.ToString());
        Assert.Equal(["depot"], Complete("Connect-MoiBroker -Profile de"));
        Assert.Equal(["shire"], Complete("Get-MoiConfig sh"));
        Assert.Equal(["mqtt_password", "mqtt_password_env", "mqtt_password_file"], Complete("Set-MoiConfig mqtt_pa").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_a_connection_names_are_those_remembered_and_none_is_made()
    {
        _folder.Write("home/config.toml", $"[config]\nmqtt_addr = '127.0.0.1'\nmqtt_port = {await _fleets.PortOfAsync(FleetKind.Demo)}\n");
        _session.Run("New-MoiGroup all; Disconnect-MoiBroker").Clean();
        _folder.Write("home/config.toml", "[config]\nmqtt_port = 1\n");

        Assert.Equal(["frodo"], Complete("Get-MoiRemote -Name fr"));
        Assert.Equal(["all"], Complete("Get-MoiRemote -Group a"));
        _folder.Write("home/groups/all.json", "{");
        Assert.DoesNotContain("frodo", Complete("Get-MoiRemote -Name fr"));
    }

    [Fact]
    public async Task Names_are_those_of_the_connection_that_is_given()
    {
        _session.Set("port", await _fleets.PortOfAsync(FleetKind.Demo));
        _session.Run("$c = Connect-MoiBroker 127.0.0.1 $port -PassThru; $null = Start-MoiDemo -Count 1").Clean();

        Assert.Equal(["merry"], Complete("Get-MoiRemote -Connection $c -Name me"));
        Assert.DoesNotContain("merry", Complete("Get-MoiRemote -Name me"));
    }

    [Fact]
    public void A_broken_configuration_completes_to_nothing_without_an_error()
    {
        _folder.Write("home/config.toml", "[config");

        Assert.DoesNotContain("depot", Complete("Connect-MoiBroker -Profile de"));
        Assert.Empty(_session.Run("$Error").Output);
    }

    private IReadOnlyList<string> Complete(string line)
    {
        _session.Set("line", line);
        return
        [
            .. _session.Run("[System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches")
                .Clean().Output.Select(match => ((CompletionResult)match.BaseObject).CompletionText),
        ];
    }
}
