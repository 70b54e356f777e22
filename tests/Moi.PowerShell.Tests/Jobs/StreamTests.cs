using System.Management.Automation;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Jobs;

/// <summary>-Stream: lines while the command runs, and then the result.</summary>
public sealed class StreamTests(SharedFleets fleets)
{
    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task Lines_come_in_order_and_before_the_result(FleetKind kind)
    {
        using ModuleSession session = await fleets.OpenAsync(kind);

        ScriptResult result = session.Run("Invoke-MoiRun 'for i in 1 2 3; do echo line $i; sleep 0.1; done; echo oops >&2; printf rest; exit 5' -Stream").Clean();

        Assert.Equal(4 * 6, result.Output.Count);
        foreach (IGrouping<object, PSObject> remote in result.Output.GroupBy(emitted => emitted.Properties["Name"].Value))
        {
            Assert.Equal(["line 1", "line 2", "line 3", "rest"], Lines(remote, "stdout"));
            Assert.Equal(["oops"], Lines(remote, "stderr"));
            Assert.Equal(5, remote.Last().Properties["ExitCode"].Value);
            Assert.Equal("line 1\nline 2\nline 3\nrest", remote.Last().Properties["Stdout"].Value);
        }
    }

    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task A_line_comes_while_the_command_still_runs(FleetKind kind)
    {
        LastingCommand command = new();
        using ModuleSession session = await fleets.OpenAsync(kind);
        using RunningScript running = session.Begin($"Invoke-MoiRun 'echo early; {command.Text}' -Stream -Name frodo");

        await Eventually.Holds(() => running.Emitted == 1);
        await Eventually.Holds(() => command.Running == 1);
        Assert.False(running.IsOver);

        ScriptResult result = running.Stop();
        Assert.Equal("early", result.Single.ToString());
        await Eventually.Holds(() => command.Running == 0);
    }

    [Fact]
    public async Task A_command_that_says_nothing_gives_its_result_alone()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult result = session.Run("Invoke-MoiRun 'true' -Stream").Clean();

        Assert.Equal([0, 0, 0, 0], result.Values("ExitCode"));
    }

    [Fact]
    public async Task Lines_are_no_targets_of_the_next_stage()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult result = session.Run(
            "Invoke-MoiRun 'echo frodo; echo bilbo' -Stream -Name merry | Invoke-MoiRun 'echo second'").Clean();
        ScriptResult linesAlone = session.Run(
            "Invoke-MoiRun 'echo frodo' -Stream -Name merry | Where-Object { $_ -is [Moi.PowerShell.MoiOutputLine] } | Invoke-MoiRun 'echo second'").Clean();

        Assert.Equal("merry", result.Single.Name);
        Assert.Empty(linesAlone.Output);
    }

    [Fact]
    public async Task Long_output_is_complete_where_the_remote_keeps_it()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult result = session.Run("Invoke-MoiRun 'seq 1 200000' -Stream -OutputLimitKB 8192 -Name frodo").Clean();

        Assert.Equal(200_001, result.Output.Count);
        Assert.Equal(Enumerable.Range(1, 200_000).Select(i => $"{i}"), Lines(result.Output, "stdout"));
    }

    [Fact]
    public async Task A_slow_reader_misses_the_middle_and_is_told_how_much()
    {
        const int Bytes = 16 * 1024 * 1024;
        const int First = 6;
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        // The first line holds up the reader until the command has ended, which it does though nobody reads.
        ScriptResult result = session.Run(
            $$"""
            Invoke-MoiRun 'rm -f over; echo first; yes 0123456 | head -c {{Bytes}}; touch over' -Stream -Name frodo | ForEach-Object {
                if ("$_" -eq 'first') {
                    $null = Invoke-MoiRun 'until [ -e over ]; do sleep 0.02; done' -Name frodo
                }
                $_
            }
            """);

        PSObject[] lines = [.. result.Output.SkipLast(1)];
        long leftOut = lines.Sum(line => (long)line.Properties["BytesLeftOut"].Value);
        long seen = lines.Sum(line => ((string)line.Properties["Line"].Value).Length + 1);
        Assert.Empty(result.Errors);
        
        // What the remote keeps, and the few pieces that wait for the reader here.
        Assert.InRange(leftOut, Bytes - (3 * 1024 * 1024), Bytes);
        Assert.Contains($"{leftOut} bytes of stdout", Assert.Single(result.Warnings));

        // A line that is cut by a gap has no end of its own.
        int gaps = lines.Count(line => line.Properties["BytesLeftOut"].Value is not 0L);
        Assert.InRange(seen + leftOut, First + Bytes, First + Bytes + gaps);
        Assert.Equal(First + (long)Bytes, TotalOf(result.Output[^1]));
    }

    [Fact]
    public async Task A_line_without_an_end_comes_in_parts()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult result = session.Run("Invoke-MoiRun 'head -c 200000 /dev/zero | tr \"\\0\" x' -Stream -Name frodo").Clean();

        Assert.Equal([65536, 65536, 65536, 3392], result.Output.SkipLast(1).Select(line => ((string)line.Properties["Line"].Value).Length));
    }

    [Fact]
    public async Task A_remote_that_dies_gives_its_lines_and_an_error()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MoidProcess moid = await MoidProcess.StartAsync(
            new MoidOptions { Name = "sam", Address = "10.10.10.30", BrokerPort = broker.Port });
        using ModuleSession session = new();
        session.Connect(broker.Port);
        using RunningScript running = session.Begin("Invoke-MoiRun 'echo early; while [ -d \"$PWD\" ]; do sleep 0.02; done' -Stream -TimeoutSeconds 0.5");
        await Eventually.Holds(() => running.Emitted == 1);

        await moid.KillAsync();
        ScriptResult result = running.Wait();

        Assert.Equal("early", result.Single.ToString());
        Assert.Equal("RemoteWentOffline", ScriptResult.IdOf(result.Error));
    }

    private static IEnumerable<string> Lines(IEnumerable<PSObject> emitted, string stream) => emitted
        .Where(line => line.Properties["Stream"]?.Value is string which && which == stream)
        .Select(line => (string)line.Properties["Line"].Value);

    /// <summary>How many bytes the command wrote, as its result tells.</summary>
    private static long TotalOf(PSObject result)
    {
        string text = (string)result.Properties["Stdout"].Value;
        int start = text.IndexOf("[... ", StringComparison.Ordinal) + 5;
        long dropped = long.Parse(text[start..text.IndexOf(' ', start)]);
        return dropped + ((IReadOnlyCollection<byte>)result.Properties["StdoutBytes"].Value).Count;
    }
}
