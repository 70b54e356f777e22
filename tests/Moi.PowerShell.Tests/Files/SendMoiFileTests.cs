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

    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task A_folder_is_sent_with_all_that_is_in_it(FleetKind kind)
    {
        using ModuleSession session = await OpenAsync(kind);
        for (int i = 0; i < 30; i++)
        {
            _folder.Write($"tree/many/{i:00}", $"{i}\n");
        }

        _folder.Write("tree/.hidden", "dot\n");
        Directory.CreateDirectory(_folder["tree", "empty", "below"]);
        File.CreateSymbolicLink(_folder["tree", "link"], "many/07");

        ScriptResult sent = session.Run("Send-MoiFile tree tmp -Recurse -Name frodo, merry").Clean();

        Assert.Equal(2 * 32, sent.Output.Count);
        Assert.All(sent.Values("Success"), success => Assert.True((bool)success!));
        ScriptResult there = session.Run("Invoke-MoiRun 'cd tree && cat .hidden link many/* && ls -d empty/below && test ! -L link; cd ..; rm -r tree' tmp -Name frodo, merry").Clean();
        string expected = "dot\n7\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i}\n")) + "empty/below";
        Assert.All(there.Values("Stdout"), text => Assert.Equal(expected, text));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../outside")]
    [InlineData("nowhere")]
    [InlineData(".")]
    public async Task A_link_that_leaves_the_folder_or_leads_nowhere_is_refused_before_anything_is_sent(string target)
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        _folder.Write("outside", "text");
        _folder.Write("linked/first", "text");
        File.CreateSymbolicLink(_folder["linked", "link"], target);

        Assert.Equal("BadFolder", session.Run("Send-MoiFile linked tmp -Recurse").TerminationId);
        Assert.All(session.Run("Invoke-MoiRun 'ls linked 2>&1 || true' tmp").Clean().Values("Stdout"), text => Assert.Contains("No such file", (string)text!));
    }

    [Fact]
    public async Task A_pipe_in_a_folder_is_refused()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        Directory.CreateDirectory(_folder["piped"]);
        using (System.Diagnostics.Process made = System.Diagnostics.Process.Start("mkfifo", [_folder["piped", "pipe"]]))
        {
            await made.WaitForExitAsync();
        }

        Assert.Equal("BadFolder", session.Run("Send-MoiFile piped tmp -Recurse").TerminationId);
    }

    [Fact]
    public async Task A_job_sends_from_where_it_was_started()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        _folder.Write("by-job-1", "one");
        _folder.Write("by-job-2", "two");

        ScriptResult sent = session.Run("$job = Send-MoiFile by-job-* tmp -AsJob -Name frodo; $job | Wait-Job | Receive-Job; Remove-Job $job").Clean();
        ScriptResult piped = session.Run(
            "$job = [IO.DirectoryInfo]::new($folder).GetFiles('by-job-*') | Send-MoiFile -Destination tmp -AsJob; $job | Wait-Job | Receive-Job; Remove-Job $job").Clean();

        Assert.Equal(2, sent.Output.Count);
        Assert.Equal(8, piped.Output.Count);
        session.Run("Invoke-MoiRun 'rm by-job-*' tmp").Clean();
    }

    [Fact]
    public async Task Files_that_were_sent_before_an_error_are_told_of_as_not_all()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        string[] names = [.. Enumerable.Range(0, 20).Select(i => $"before-{i:00}")];
        Array.ForEach(names, name => _folder.Write(name, name));
        using FileStream locked = new(_folder.Write("locked", "text"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        ScriptResult sent = session.Run($"Send-MoiFile {string.Join(", ", names)}, locked tmp -Name frodo");

        // A few may be under way still when the last one begins.
        Assert.Equal("Unusable", sent.TerminationId);
        Assert.Contains("locked", sent.Termination!.ToString());
        Assert.InRange(sent.Output.Count, names.Length - 3, names.Length);
        Assert.All(sent.Values("Success"), success => Assert.False((bool)success!));
        session.Run("Invoke-MoiRun 'rm before-*' tmp -Name frodo").Clean();
    }

    [Fact]
    public async Task Results_come_before_an_error_that_is_to_stop_the_script()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        _folder.Write("stop-1", "one");
        _folder.Write("stop-2", "two");
        session.Run("Invoke-MoiRun 'mkdir stop-2' tmp -Name merry").Clean();

        ScriptResult sent = session.Run("Send-MoiFile stop-1, stop-2 tmp -Name frodo, merry -ErrorAction Stop");

        Assert.Equal("CannotWrite", sent.TerminationId);
        Assert.Equal(["frodo", "frodo", "merry"], sent.Output.Select(one => (string)((dynamic)one).Name));
        Assert.Equal([true, true, false], sent.Values("Success"));
        session.Run("Invoke-MoiRun 'rm -r stop-*' tmp -Name frodo, merry").Clean();
    }

    [Fact]
    public async Task A_private_file_in_small_blocks_comes_too()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        _folder.Write("private", new string('x', 50_000));

        Assert.Equal(4, session.Run("Send-MoiFile private tmp -Private -BlockSizeKB 4").Clean().Output.Count);
        Assert.All(session.Run("Invoke-MoiRun 'wc -c < private; rm private' tmp").Clean().Values("Stdout"), text => Assert.Equal("50000", text));
    }

    private async Task<ModuleSession> OpenAsync(FleetKind kind)
    {
        ModuleSession session = await fleets.OpenAsync(kind);
        session.Set("folder", _folder.Path);
        session.Run("[void]$ExecutionContext.SessionState.Path.SetLocation($folder)").Clean();
        return session;
    }
}
