using System.Management.Automation;
using System.Runtime.Versioning;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Files;

[SupportedOSPlatform("linux")]
public sealed class SendMoiFileTests(SharedFleets fleets) : IDisposable
{
    private static readonly string[] Everyone = ["bilbo", "frodo", "merry", "pippin"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task A_file_that_was_sent_home_can_be_counted_there(FleetKind kind)
    {
        using ModuleSession session = await OpenAsync(kind);
        _folder.Write("Cargo.toml", string.Concat(Enumerable.Repeat("line\n", 13)));

        ScriptResult sent = session.Run("Send-MoiFile Cargo.toml '~'").Clean();
        ScriptResult counted = session.Run("Invoke-MoiRun 'wc -l Cargo.toml; rm Cargo.toml'").Clean();

        Assert.Equal(Everyone, sent.Names);
        Assert.Equal([65L, 65L, 65L, 65L], sent.Values("Bytes"));
        Assert.All(sent.Values("Path"), path => Assert.EndsWith("/home/Cargo.toml", (string)path!));
        Assert.All(sent.Values("Skipped"), skipped => Assert.False((bool)skipped!));
        Assert.All(counted.Values("Stdout"), text => Assert.Equal("13 Cargo.toml", text));
    }

    [Fact]
    public async Task A_script_that_was_sent_is_run_by_the_next_stage()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        File.SetUnixFileMode(_folder.Write("space", "#!/bin/sh\necho much\n"), (UnixFileMode)0x1ED);

        ScriptResult result = session.Run("'frodo', 'merry' | Send-MoiFile space tmp | Invoke-MoiRun './space && rm space' tmp").Clean();

        Assert.Equal(["frodo", "merry"], result.Names);
        Assert.Equal(["much", "much"], result.Values("Stdout"));
    }

    [Fact]
    public async Task Piped_files_are_what_is_sent_and_to_everyone()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        _folder.Write("piped-1.txt", "one");
        _folder.Write("piped-2.txt", "two");

        Assert.Equal(8, session.Run("[IO.DirectoryInfo]::new($folder).GetFiles('piped-*.txt') | Send-MoiFile -Destination tmp").Clean().Output.Count);
        Assert.Equal(2, session.Run("Send-MoiFile piped-*.txt tmp -Name frodo").Clean().Output.Count);
        Assert.All(session.Run("Invoke-MoiRun 'cat piped-*.txt; rm piped-*.txt' tmp").Clean().Values("Stdout"), text => Assert.Equal("onetwo", text));
    }

    [Fact]
    public async Task The_same_file_again_is_skipped_and_gets_the_permissions_that_were_asked_for()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        _folder.Write("again", "text");
        session.Run("Send-MoiFile again tmp -Name frodo -Mode 600").Clean();

        ScriptResult again = session.Run("Send-MoiFile again tmp -Name frodo -Mode 0751").Clean();

        Assert.Equal([true], again.Values("Skipped"));
        Assert.Equal(["751"], session.Run("Invoke-MoiRun 'stat -c %a again; rm again' tmp -Name frodo").Clean().Values("Stdout"));
    }

    [Fact]
    public async Task One_that_lacks_a_file_of_several_is_left_out_of_the_next_stage()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        _folder.Write("several-1", "one");
        _folder.Write("several-2", "two");
        session.Run("Invoke-MoiRun 'mkdir several-2' tmp -Name merry").Clean();

        ScriptResult result = session.Run("Send-MoiFile several-1, several-2 tmp -Name merry, frodo | Invoke-MoiRun 'cat several-*' tmp");

        Assert.Equal(["frodo"], result.Names);
        Assert.Equal("CannotWrite", ScriptResult.IdOf(result.Error));
        Assert.Equal("merry", ((dynamic)result.Error.TargetObject).Name);
        session.Run("Invoke-MoiRun 'rm -rf several-*' tmp").Clean();
    }

    [Fact]
    public async Task WhatIf_sends_nothing()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        _folder.Write("never", "text");

        Assert.Empty(session.Run("Send-MoiFile never tmp -WhatIf").Clean().Output);
        Assert.Contains(session.Host.Lines, line => line.Contains("Send never to tmp"));
        Assert.All(session.Run("Invoke-MoiRun 'ls never || true' tmp").Clean().Values("Stdout"), text => Assert.Equal(string.Empty, text));
    }

    [Theory]
    [InlineData("Send-MoiFile nosuchfile tmp", "NoFile")]
    [InlineData("Send-MoiFile . tmp", "NoFile")]
    [InlineData("Send-MoiFile -Destination tmp", "NoFile")]
    [InlineData("Send-MoiFile twice, sub/twice tmp", "SameName")]
    public async Task What_cannot_be_sent_is_said_before_anything_is(string script, string error)
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        _folder.Write("twice", "text");
        _folder.Write("sub/twice", "other");

        Assert.Equal(error, session.Run(script).TerminationId);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_an_error_of_each_remote()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        _folder.Write("lost", "text");

        ScriptResult result = session.Run("Send-MoiFile lost nowhere");

        Assert.Empty(result.Output);
        Assert.Equal(4, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category));
    }

    private async Task<ModuleSession> OpenAsync(FleetKind kind)
    {
        ModuleSession session = await fleets.OpenAsync(kind);
        session.Set("folder", _folder.Path);
        session.Run("[void]$ExecutionContext.SessionState.Path.SetLocation($folder)").Clean();
        return session;
    }
}
