using System.Runtime.Versioning;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Files;

[SupportedOSPlatform("linux")]
public sealed class InvokeMoiScriptTests(SharedFleets fleets) : IDisposable
{
    private static readonly string[] Everyone = ["bilbo", "frodo", "merry", "pippin"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _name = $"script-{Guid.NewGuid():N}"[..16];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task A_script_is_sent_run_and_removed(FleetKind kind)
    {
        using ModuleSession session = await OpenAsync(kind);
        _folder.Write(_name, "#!/bin/sh\necho \"$0 in $(basename $(pwd))\"\n");

        ScriptResult run = session.Run($"Invoke-MoiScript {_name} -Cleanup").Clean();

        Assert.Equal(Everyone, run.Names);
        Assert.All(run.Values("Stdout"), text => Assert.Equal($"./{_name} in tmp", text));
        Assert.All(run.Values("Command"), text => Assert.Equal($"./{_name}", text));
        Assert.All(session.Run($"Invoke-MoiRun 'ls {_name} 2>&1 || true' tmp").Clean().Values("Stdout"), text => Assert.Contains("No such file", (string)text!));
    }

    [Fact]
    public async Task A_file_that_was_sent_is_what_a_command_needs()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        _folder.Write(_name, "data\n");

        ScriptResult run = session.Run($"Invoke-MoiScript {_name} home 'cat {_name}; rm {_name}' -Name frodo").Clean();

        Assert.Equal(["data"], run.Values("Stdout"));
    }

    [Fact]
    public async Task Arguments_reach_the_script_as_they_are()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        _folder.Write(_name, "#!/bin/sh\nfor one in \"$@\"; do echo \"<$one>\"; done\n");
        session.Set("arguments", new[] { "two words", "", "it's", "$(ls) `ls` \"x\" *", "plain" });

        ScriptResult run = session.Run($"Invoke-MoiScript {_name} -ArgumentList $arguments -Name frodo -Cleanup").Clean();

        Assert.Equal("<two words>\n<>\n<it's>\n<$(ls) `ls` \"x\" *>\n<plain>", run.Single.Stdout);
    }

    [Fact]
    public async Task A_script_that_fails_is_a_result_and_is_removed_all_the_same()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        _folder.Write(_name, "#!/bin/sh\nexit 3\n");

        ScriptResult run = session.Run($"Invoke-MoiScript {_name} -Name frodo, merry -Cleanup").Clean();

        Assert.Equal([3, 3], run.Values("ExitCode"));
        Assert.Equal([false, false], run.Values("Success"));
        Assert.All(session.Run($"Invoke-MoiRun 'ls {_name} 2>&1 || true' tmp").Clean().Values("Stdout"), text => Assert.Contains("No such file", (string)text!));
    }

    [Fact]
    public async Task One_that_cannot_take_the_file_is_an_error_and_the_others_run_it()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        session.Run($"Invoke-MoiRun 'mkdir {_name}' tmp -Name merry").Clean();
        _folder.Write(_name, "#!/bin/sh\necho ran\n");

        ScriptResult run = session.Run($"Invoke-MoiScript {_name} -Cleanup -Name frodo, merry");

        Assert.Equal(["frodo"], run.Names);
        Assert.Equal("CannotWrite", ScriptResult.IdOf(run.Error));
        Assert.Equal("merry", ((dynamic)run.Error.TargetObject).Name);
        session.Run($"Invoke-MoiRun 'rmdir {_name}' tmp -Name merry").Clean();
    }

    [Fact]
    public async Task Of_many_remotes_those_that_have_the_file_are_not_named_one_by_one()
    {
        const int Remotes = 105;
        using ModuleSession session = new();
        int port = session.Run($"Start-MoiDemo -Count {Remotes}").Clean().Single.Port;
        await using RawClient probe = await RawClient.ConnectAsync(port);
        await probe.SubscribeAsync("moi/v1/ask/#", quality: 1);
        session.Set("script", _folder.Write(_name, "#!/bin/sh\necho ran\n"));

        ScriptResult run = session.Run("Invoke-MoiScript $script -Cleanup").Clean();

        Assert.Equal(Remotes, run.Output.Count);
        Assert.All(run.Values("Stdout"), text => Assert.Equal("ran", text));
        string push = Requests.BodyOf(await probe.NextAsync());
        string id = System.Text.Json.JsonDocument.Parse(push).RootElement.GetProperty("id").GetString()!;
        foreach (string verb in (string[])["run", "removal"])
        {
            string body = Requests.BodyOf(await probe.NextAsync());
            Assert.True(body.Contains($"\"{id}\"") && body.Length < 2000, $"{verb}: {body}");
        }
    }

    [Fact]
    public async Task Lines_that_end_as_on_Windows_are_warned_of()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        _folder.Write(_name, "#!/bin/sh\r\necho x\r\n");

        Assert.Contains("line ends of Unix", Assert.Single(session.Run($"Invoke-MoiScript {_name} -Cleanup -Name frodo").Warnings));
    }

    [Fact]
    public async Task Lines_come_while_it_runs_and_a_job_runs_it_too()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        _folder.Write(_name, "#!/bin/sh\necho one\necho two\n");

        ScriptResult streamed = session.Run($"Invoke-MoiScript {_name} -Stream -Cleanup -Name frodo").Clean();
        ScriptResult job = session.Run($"$job = Invoke-MoiScript {_name} -AsJob -Cleanup -Name frodo; $job | Wait-Job | Receive-Job; Remove-Job $job").Clean();

        Assert.Equal(["one", "two"], streamed.Output.Take(2).Select(line => (string)((dynamic)line).Line));
        Assert.Equal(3, streamed.Output.Count);
        Assert.Equal("one\ntwo", job.Single.Stdout);
    }

    [Fact]
    public async Task A_script_that_is_stopped_ends_on_the_remote_and_is_removed()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Devices);
        using LastingCommand lasting = new();
        _folder.Write(_name, $"#!/bin/sh\n{lasting.Text}\n");

        using (RunningScript running = session.Begin($"Invoke-MoiScript {_name} -Cleanup -Name frodo"))
        {
            await Eventually.Holds(() => lasting.Running == 1);
            running.Stop();
        }

        await Eventually.Holds(() => lasting.Running == 0);
        await Eventually.Holds(() => session.Run($"Invoke-MoiRun 'ls {_name} 2>&1 || true' tmp -Name frodo").Clean().Values("Stdout") is [string text] && text.Contains("No such file"));
    }

    [Fact]
    public async Task WhatIf_says_what_would_be_run_and_a_missing_file_is_an_error()
    {
        using ModuleSession session = await OpenAsync(FleetKind.Demo);
        _folder.Write(_name, "#!/bin/sh\n");

        Assert.Empty(session.Run($"Invoke-MoiScript {_name} -WhatIf").Clean().Output);
        Assert.Contains(session.Host.Lines, line => line.Contains($"Send {_name} to tmp and run './{_name}'"));
        Assert.Equal("NoFile", session.Run("Invoke-MoiScript nosuchfile").TerminationId);
    }

    private async Task<ModuleSession> OpenAsync(FleetKind kind)
    {
        ModuleSession session = await fleets.OpenAsync(kind);
        session.Set("folder", _folder.Path);
        session.Run("[void]$ExecutionContext.SessionState.Path.SetLocation($folder)").Clean();
        return session;
    }
}
