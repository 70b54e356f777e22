using System.Management.Automation;
using System.Runtime.Versioning;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Files;

[SupportedOSPlatform("linux")]
public sealed class ReceiveMoiFileTests(SharedFleets fleets) : IDisposable
{
    private static readonly string[] Everyone = ["bilbo", "frodo", "merry", "pippin"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _mark = Guid.NewGuid().ToString("N")[..8];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task A_file_of_everyone_comes_under_the_name_of_each(FleetKind kind)
    {
        using ModuleSession session = await OpenAsync(kind);
        session.Run($"Invoke-MoiRun 'echo of-$(pwd) > {_mark}.toml' home").Clean();

        ScriptResult received = session.Run($"Receive-MoiFile home/{_mark}.toml %n-cargo.toml").Clean();

        Assert.Equal(Everyone, received.Names);
        Assert.Equal(Everyone.Select(name => $"{name}-cargo.toml"), Files());
        Assert.All(received.Output, one =>
        {
            Assert.Equal(_folder[$"{((dynamic)one).Name}-cargo.toml"], (string)((dynamic)one).Path);
            Assert.EndsWith($"/home/{_mark}.toml", (string)((dynamic)one).RemotePath);
            Assert.Equal(new FileInfo((string)((dynamic)one).Path).Length, (long)((dynamic)one).Bytes);
            Assert.StartsWith("of-", File.ReadAllText((string)((dynamic)one).Path));
        });
        session.Run($"Invoke-MoiRun 'rm {_mark}.toml' home").Clean();
    }

    [Fact]
    public async Task A_folder_gets_names_that_say_whose_each_file_is()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        Directory.CreateDirectory(_folder["sub"]);
        session.Run($"Invoke-MoiRun 'echo text > {_mark}' tmp -Name frodo").Clean();

        dynamic here = session.Run($"Receive-MoiFile tmp/{_mark} -Name frodo").Clean().Single;
        dynamic below = session.Run($"Receive-MoiFile tmp/{_mark} sub -Name frodo").Clean().Single;

        Assert.Equal(_folder[$"frodo-{here.Address}-{_mark}"], (string)here.Path);
        Assert.Equal(_folder["sub", $"frodo-{here.Address}-{_mark}"], (string)below.Path);
    }

    [Fact]
    public async Task A_folder_for_each_remote_is_made()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        session.Run($"Invoke-MoiRun 'echo text > {_mark}' tmp -Name frodo, merry").Clean();

        session.Run($"Receive-MoiFile tmp/{_mark} %n/log -Name frodo, merry").Clean();

        Assert.Equal(["frodo/log", "merry/log"], Files());
    }

    [Fact]
    public async Task Wildcards_are_looked_up_on_the_remote_and_take_no_shell()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        session.Run($"Invoke-MoiRun 'mkdir {_mark}; cd {_mark}; echo a > a.log; echo b > b.log; echo c > c.txt; echo h > .h.log; mkdir d.log' tmp -Name frodo").Clean();

        ScriptResult received = session.Run($"Receive-MoiFile 'tmp/{_mark}/*.log' -Name frodo").Clean();

        Assert.Equal(["a", "b"], received.Values("Path").Select(path => File.ReadAllText((string)path!).Trim()));
        Assert.Equal([true, true], received.Values("Success"));
        Assert.Equal("NoSuchFile", ScriptResult.IdOf(session.Run($"Receive-MoiFile 'tmp/{_mark}/$(ls)' -Name frodo").Error));
        Assert.Equal([$"Nothing is called 'tmp/{_mark}/*.x' on frodo."], session.Run($"Receive-MoiFile 'tmp/{_mark}/*.x' -Name frodo").Warnings);
        session.Run($"Invoke-MoiRun 'rm -r {_mark}' tmp -Name frodo").Clean();
    }

    [Fact]
    public async Task Files_that_would_get_the_same_path_are_refused_before_anything_is_written()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        session.Run($"Invoke-MoiRun 'echo text > {_mark}' tmp").Clean();
        _folder.Write("one", "before");

        ScriptResult result = session.Run($"Receive-MoiFile tmp/{_mark} one -Name frodo, merry");

        Assert.Equal("SamePath", result.TerminationId);
        Assert.Contains("frodo", result.Termination!.ToString());
        Assert.Contains("merry", result.Termination!.ToString());
        Assert.Equal(["one"], Files());
        Assert.Equal("before", File.ReadAllText(_folder["one"]));
    }

    [Fact]
    public async Task A_file_that_is_here_is_replaced_unless_it_must_not_be()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        session.Run($"Invoke-MoiRun 'echo new > {_mark}' tmp -Name frodo").Clean();
        _folder.Write("here", "old");

        Assert.Equal("NoPlace", ScriptResult.IdOf(session.Run($"Receive-MoiFile tmp/{_mark} here -Name frodo -NoClobber").Error));
        Assert.Equal("old", File.ReadAllText(_folder["here"]));
        Assert.Equal([false], session.Run($"Receive-MoiFile tmp/{_mark} here -Name frodo").Clean().Values("Skipped"));
        Assert.Equal("new\n", File.ReadAllText(_folder["here"]));
        Assert.Equal([true], session.Run($"Receive-MoiFile tmp/{_mark} here -Name frodo").Clean().Values("Skipped"));
    }

    [Theory]
    [InlineData("Receive-MoiFile tmp/x %x-file", "BadDestination")]
    [InlineData("Receive-MoiFile tmp/x file%", "BadDestination")]
    [InlineData("Receive-MoiFile tmp/x nowhere/", "BadDestination")]
    [InlineData("Receive-MoiFile tmp/x nowhere/%n", "BadDestination")]
    [InlineData("Receive-MoiFile tmp/x function:x", "BadDestination")]
    public async Task A_destination_that_means_nothing_is_said_before_anybody_is_asked(string script, string error)
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);

        Assert.Equal(error, session.Run(script).TerminationId);
    }

    [Fact]
    public async Task One_that_lacks_the_file_is_an_error_and_the_others_come_first()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        session.Run($"Invoke-MoiRun 'echo text > {_mark}' tmp -Name frodo").Clean();

        ScriptResult result = session.Run($"Receive-MoiFile tmp/{_mark} -Name frodo, merry | Invoke-MoiRun 'echo next'");

        Assert.Equal(["frodo"], result.Names);
        Assert.Equal("NoSuchFile", ScriptResult.IdOf(result.Error));
        Assert.Equal(ErrorCategory.ObjectNotFound, result.Error.CategoryInfo.Category);
        Assert.Equal("merry", ((dynamic)result.Error.TargetObject).Name);
    }

    [Fact]
    public async Task One_that_cannot_give_a_file_of_several_is_left_out_of_the_next_stage()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess || OperatingSystem.IsLinux(), "Needs the kernel's files.");
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        session.Run($"Invoke-MoiRun 'mkdir {_mark}; echo a > {_mark}/a; ln -s /proc/self/status {_mark}/b' tmp -Name merry").Clean();
        session.Run($"Invoke-MoiRun 'mkdir {_mark}; echo a > {_mark}/a; echo b > {_mark}/b' tmp -Name frodo").Clean();

        ScriptResult result = session.Run($"Receive-MoiFile 'tmp/{_mark}/*' -Name frodo, merry");

        Assert.Equal("CannotRead", ScriptResult.IdOf(result.Error));
        Assert.Equal(["frodo", "frodo", "merry"], result.Names);
        Assert.All(result.Output, one => Assert.Equal(((dynamic)one).Name == "frodo", (bool)((dynamic)one).Success));
        session.Run($"Invoke-MoiRun 'rm -r {_mark}' tmp -Name frodo, merry").Clean();
    }

    [Fact]
    public async Task WhatIf_says_what_would_come_where_and_fetches_nothing()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        session.Run($"Invoke-MoiRun 'echo text > {_mark}' tmp -Name frodo").Clean();

        Assert.Empty(session.Run($"Receive-MoiFile tmp/{_mark} -Name frodo -AsJob -WhatIf").Clean().Output);

        Assert.Contains(session.Host.Lines, line => line.Contains($"tmp/{_mark} (5 bytes)") && line.Contains(_folder["frodo-"]));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_job_fetches_to_where_it_was_started()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        session.Run($"Invoke-MoiRun 'echo text > {_mark}' tmp -Name frodo").Clean();

        ScriptResult received = session.Run($"$job = Receive-MoiFile tmp/{_mark} %n-file -Name frodo -AsJob; $job | Wait-Job | Receive-Job; Remove-Job $job").Clean();

        Assert.Equal(_folder["frodo-file"], (string)received.Single.Path);
        Assert.Equal("text\n", File.ReadAllText(_folder["frodo-file"]));
    }

    [Fact]
    public async Task An_empty_pipeline_fetches_nothing()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);

        Assert.Empty(session.Run($"@() | Receive-MoiFile tmp/{_mark}").Clean().Output);
    }

    private string[] Files() =>
    [
        .. Directory.EnumerateFiles(_folder.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(file => Path.GetRelativePath(_folder.Path, file))
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public async Task Files_that_are_here_when_the_broker_is_lost_are_told_of_as_not_all()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MoidProcess moid = await MoidProcess.StartAsync(new MoidOptions { Name = "frodo", Address = "10.10.10.10", BrokerPort = broker.Port });
        using ModuleSession session = new();
        session.Connect(broker.Port);
        session.Set("folder", _folder.Path);
        session.Run("Invoke-MoiRun 'echo text > a.log; truncate -s 500M b.log' tmp").Clean();

        using RunningScript running = session.Begin("Receive-MoiFile 'tmp/*.log' $folder -ThrottleLimit 1 -TimeoutSeconds 2");
        await Eventually.Holds(() => File.Exists(_folder["frodo-10.10.10.10-a.log"]));
        await broker.KillAsync();
        ScriptResult received = running.Wait();

        Assert.NotNull(received.Termination);
        Assert.EndsWith("/tmp/a.log", (string)received.Single.RemotePath);
        Assert.False((bool)received.Single.Success);
    }

    private async Task<ModuleSession> OpenAsync(FleetKind kind)
    {
        ModuleSession session = await fleets.OpenAsync(kind);
        session.Set("folder", _folder.Path);
        session.Run("[void]$ExecutionContext.SessionState.Path.SetLocation($folder)").Clean();
        return session;
    }
}
