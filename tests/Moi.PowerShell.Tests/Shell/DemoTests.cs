namespace Moi.PowerShell.Tests.Shell;

public sealed class DemoTests : IDisposable
{
    private readonly StubModule _module = new();

    public void Dispose() => _module.Dispose();

    [Theory]
    [InlineData("'ran'", 0)]
    [InlineData("'ran'; throw 'x'", 1)]
    [InlineData("'ran'; exit 5", 5)]
    public async Task The_demo_is_started_first_and_stopped_at_the_end(string command, int exitCode)
    {
        MoiResult result = await MoiProcess.RunAsync(_module, "-Demo", "-Command", command);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal("ran\n", result.Output);
        Assert.Equal(["start", "stop"], _module.Trace);
    }

    [Fact]
    public async Task The_demo_serves_scripts_and_sessions_too()
    {
        string script = _module.WriteScript("a.ps1", "Trace-Call 'script'");

        await MoiProcess.RunAsync(_module, "-Demo", "-File", script);
        await MoiProcess.RunAsync(_module, new MoiSetting { Input = "Trace-Call 'session'\n" }, "-Demo");

        Assert.Equal(["start", "script", "stop", "start", "session", "stop"], _module.Trace);
    }

    [Fact]
    public async Task A_demo_that_does_not_start_ends_the_run_with_what_there_is_of_it()
    {
        MoiResult result = await MoiProcess.RunAsync(
            _module, new MoiSetting { Environment = { ["MOI_STUB_FAILS"] = "yes" } }, "-Demo", "-Command", "'ran'");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Contains("no free port", result.Error, StringComparison.Ordinal);
        Assert.Equal(["start", "stop"], _module.Trace);
    }

    [Theory]
    [InlineData("'ready'; Wait-Forever")]
    [InlineData("'ready'; $Host.UI.ReadLine()")]
    [InlineData("sh -c 'echo ready; exec sleep 10000'")]
    public async Task SIGTERM_ends_the_command_and_stops_the_demo(string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals.");
        using MoiProcess moi = MoiProcess.Start(_module, "-Demo", "-Command", command);
        await moi.WaitForLineAsync("ready");

        moi.Signal("TERM");
        MoiResult result = await moi.EndAsync();

        Assert.Equal(143, result.ExitCode);
        Assert.Equal(["start", "stop"], _module.Trace);
    }

    [Fact]
    public async Task SIGTERM_ends_a_session_that_waits_for_a_command()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals.");
        using MoiProcess moi = MoiProcess.Start(_module, "-Demo");
        await moi.WriteAsync("'ready'\n");
        await moi.WaitForLineAsync("ready");

        moi.Signal("TERM");
        MoiResult result = await moi.EndAsync();

        Assert.Equal(143, result.ExitCode);
        Assert.Equal(["start", "stop"], _module.Trace);
    }
}
