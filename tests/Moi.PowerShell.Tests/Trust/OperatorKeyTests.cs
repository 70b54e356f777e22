using System.Runtime.Versioning;
using Moi.PowerShell.Tests.Configuration;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Trust;

[Collection(WithOwnHome.Name)]
[SupportedOSPlatform("linux")]
public sealed class OperatorKeyTests : IDisposable
{
    private const string Secret = "correct-horse-battery";

    private readonly SharedFleets _fleets;
    private readonly string? _before = Environment.GetEnvironmentVariable("MOI_HOME");
    private readonly TemporaryFolder _home = new();

    public OperatorKeyTests(SharedFleets fleets)
    {
        _fleets = fleets;
        Environment.SetEnvironmentVariable("MOI_HOME", _home.Path);
        _home.Write("config.toml", "[config]\noperator = \"steve\"\ntimeout = 20\n");
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("MOI_HOME", _before);
        Environment.SetEnvironmentVariable("MOI_KEY_PASSPHRASE", null);
        _home.Dispose();
    }

    [Fact]
    public void A_key_is_made_for_the_operator_alone_with_a_public_part_to_give_away()
    {
        using ModuleSession session = new();

        ScriptResult made = session.Run("New-MoiOperatorKey -PassThru").Clean();

        string path = _home["keys", "steve.key"];
        Assert.Equal(("steve", path, false, false), ((string, string, bool, bool))(made.Single.Name, made.Single.Path, made.Single.Encrypted, made.Single.InUse));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_home["keys"]));
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", File.ReadAllText(path));
        Assert.Equal(File.ReadAllText(_home["keys", "steve.pub"]).Trim(), (string)made.Single.PublicPem);
        Assert.Contains((string)made.Single.PublicKey, File.ReadAllText(_home["keys", "steve.pub"]).ReplaceLineEndings(""));
        Assert.Equal(43, ((string)made.Single.Id).Length);
        Assert.Equal(["steve.key", "steve.pub"], Directory.GetFiles(_home["keys"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_key_that_is_there_is_never_overwritten_without_Force()
    {
        using ModuleSession session = new();
        string id = session.Run("New-MoiOperatorKey a -PassThru").Clean().Single.Id;

        ScriptResult again = session.Run("New-MoiOperatorKey a");
        ScriptResult tried = session.Run("New-MoiOperatorKey a -Force -WhatIf").Clean();

        Assert.Equal("OperatorKeyExists", again.TerminationId);
        Assert.Equal(id, (string)session.Run("Get-MoiOperatorKey a").Clean().Single.Id);
        Assert.NotEqual(id, (string)session.Run("New-MoiOperatorKey a -Force -PassThru").Clean().Single.Id);
        Assert.Empty(tried.Output);
    }

    [Fact]
    public void Keys_are_listed_by_name_with_nothing_secret_and_one_that_is_not_there_is_an_error()
    {
        using ModuleSession session = new();
        session.Set("secret", new System.Net.NetworkCredential("", Secret).SecurePassword);
        session.Run("New-MoiOperatorKey b; New-MoiOperatorKey a -Passphrase $secret").Clean();

        ScriptResult all = session.Run("Get-MoiOperatorKey").Clean();
        ScriptResult none = session.Run("Get-MoiOperatorKey c");

        Assert.Equal(["a", "b"], all.Values("Name"));
        Assert.Equal([true, false], all.Values("Encrypted"));
        Assert.Equal("OperatorKeyNotFound", ScriptResult.IdOf(none.Error));
        string shown = string.Join(' ', session.Run("Get-MoiOperatorKey | ForEach-Object { $_.PSObject.Properties.Value }").Clean().Output);
        Assert.DoesNotContain("PRIVATE", shown);
        Assert.DoesNotContain(Secret, shown);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a b")]
    public void A_name_that_leads_elsewhere_is_refused(string name)
    {
        using ModuleSession session = new();

        Assert.Equal("BadKeyName", session.Run($"New-MoiOperatorKey '{name}'").TerminationId);
        Assert.False(Directory.Exists(_home["keys"]));
    }

    [Fact]
    public async Task A_connection_signs_with_the_configured_key_and_says_which()
    {
        int port = await _fleets.PortOfAsync(FleetKind.Demo);
        using ModuleSession session = new();
        string id = session.Run("New-MoiOperatorKey steve -PassThru").Clean().Single.Id;
        Assert.Null(session.Run($"Connect-MoiBroker 127.0.0.1 {port} -PassThru").Clean().Single.OperatorKeyId);
        _home.Write("config.toml", "[config]\noperator_key = \"steve\"\n");

        ScriptResult connected = session.Run($"Connect-MoiBroker 127.0.0.1 {port} -PassThru").Clean();

        Assert.Equal(id, (string)connected.Single.OperatorKeyId);
        Assert.True(session.Run("Get-MoiOperatorKey").Clean().Single.InUse);
        session.Run("Disconnect-MoiBroker").Clean();
    }

    [Fact]
    public async Task A_key_that_the_configuration_names_and_is_not_there_is_an_error()
    {
        _home.Write("config.toml", "[config]\noperator_key = \"nobody\"\n");
        using ModuleSession session = new();

        ScriptResult result = session.Run($"Connect-MoiBroker 127.0.0.1 {await _fleets.PortOfAsync(FleetKind.Demo)}");

        Assert.Equal("OperatorKeyNotFound", result.TerminationId);
        Assert.Contains(_home["keys", "nobody.key"], result.Termination!.ToString());
    }

    [Fact]
    public async Task A_passphrase_opens_the_key_by_parameter_and_by_environment_and_nothing_shows_it()
    {
        int port = await _fleets.PortOfAsync(FleetKind.Demo);
        using ModuleSession session = new();
        session.Set("secret", new System.Net.NetworkCredential("", Secret).SecurePassword);
        session.Set("wrong", new System.Net.NetworkCredential("", "wrong-horse").SecurePassword);
        session.Run("New-MoiOperatorKey locked -Passphrase $secret").Clean();
        string connect = $"Connect-MoiBroker 127.0.0.1 {port} -OperatorKey locked -Verbose -Debug";

        ScriptResult nobody = session.Run(connect);
        ScriptResult wrong = session.Run($"{connect} -Passphrase $wrong");
        ScriptResult right = session.Run($"{connect} -Passphrase $secret -PassThru");
        Environment.SetEnvironmentVariable("MOI_KEY_PASSPHRASE", Secret);
        ScriptResult environment = session.Run($"{connect} -PassThru");

        Assert.Equal("OperatorKeyLocked", nobody.TerminationId);
        Assert.Contains("MOI_KEY_PASSPHRASE", nobody.Termination!.ToString());
        Assert.Equal("OperatorKeyLocked", wrong.TerminationId);
        Assert.Equal((string)right.Clean().Single.OperatorKeyId, (string)environment.Clean().Single.OperatorKeyId);
        Assert.All(
            [nobody.Termination.Exception.ToString(), wrong.Termination!.Exception.ToString(), .. session.Host.Lines],
            text => Assert.DoesNotContain("horse", text));
        session.Run("Disconnect-MoiBroker").Clean();
    }

    [Fact]
    public async Task A_key_that_others_can_read_is_warned_of()
    {
        using ModuleSession session = new();
        session.Run("New-MoiOperatorKey open").Clean();
        File.SetUnixFileMode(_home["keys", "open.key"], (UnixFileMode)0b110_100_100);

        ScriptResult result = session.Run($"Connect-MoiBroker 127.0.0.1 {await _fleets.PortOfAsync(FleetKind.Demo)} -OperatorKey open");

        Assert.Contains("chmod 600", Assert.Single(result.Warnings));
    }

    [Fact]
    public void Names_of_keys_are_completed()
    {
        using ModuleSession session = new();
        session.Run("New-MoiOperatorKey steve; New-MoiOperatorKey anna").Clean();

        Assert.Equal(["steve"], session.Run("(TabExpansion2 'Get-MoiOperatorKey st').CompletionMatches.CompletionText").Clean().Output.Select(text => text.ToString()));
    }
}
