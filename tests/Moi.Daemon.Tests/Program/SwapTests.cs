using System.Diagnostics;
using System.Runtime.Versioning;
using Moi.Testing;

namespace Moi.Daemon.Tests.Program;

/// <summary>The script that puts a new moid in the place of the old one before each start.</summary>
[SupportedOSPlatform("linux")]
public sealed class SwapTests : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly TemporaryFolder _folder = new();

    public SwapTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Devices are Linux.");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_happens_where_nothing_is_new()
    {
        Program("moid", "one");
        File.Copy(ExampleScript.Path("moid-swap"), _folder["moid-swap"]);
        File.Copy(ExampleScript.Path("moid-loop.sh"), _folder["moid-loop.sh"]);

        Assert.Equal((0, string.Empty), await SwapAsync());

        Assert.Equal(["moid", "moid-loop.sh", "moid-swap"], Files);
    }

    [Fact]
    public async Task The_newest_becomes_moid_and_is_on_trial_and_older_ones_go()
    {
        Program("moid", "one");
        Program("moid-3", "older", Noon);
        Program("moid-2 new", "newest", Noon.AddHours(1));

        Assert.Equal((0, "moid-swap: moid-2 new is moid now"), await SwapAsync());

        Assert.Equal(["moid", "moid.old", "moid.trial"], Files);
        Assert.Equal(("newest", "one"), (Named("moid"), Named("moid.old")));
    }

    [Fact]
    public async Task The_first_of_all_has_nothing_to_go_back_to_and_no_trial()
    {
        Program("moid-1", "one");

        Assert.Equal(0, (await SwapAsync()).Code);

        Assert.Equal(["moid"], Files);
    }

    [Fact]
    public async Task A_file_that_runs_can_be_replaced()
    {
        File.Copy("/bin/sleep", _folder["moid"]);
        using Process running = Process.Start(_folder["moid"], "60");
        Program("moid-2", "two");

        Assert.Equal(0, (await SwapAsync()).Code);

        Assert.Equal("two", Named("moid"));
        Assert.False(running.HasExited);
        running.Kill();
    }

    [Fact]
    public async Task One_that_stays_on_trial_for_three_starts_makes_way_for_the_one_before()
    {
        Program("moid", "one");
        Program("moid-2", "two");
        foreach (int start in Enumerable.Range(1, 3))
        {
            Assert.Equal(0, (await SwapAsync()).Code);
            Assert.Equal("two", Named("moid"));
        }

        Assert.Equal(
            (0, "moid-swap: moid-2 did not reach its broker in 3 starts: the moid before it is back, and it is moid-2.bad"), await SwapAsync());

        Assert.Equal(["moid", "moid-2.bad"], Files);
        Assert.Equal("one", Named("moid"));
    }

    [Fact]
    public async Task One_that_passed_its_trial_stays()
    {
        Program("moid", "one");
        Program("moid-2", "two");
        await SwapAsync();
        File.Delete(_folder["moid.trial"]);

        foreach (int start in Enumerable.Range(1, 5))
        {
            Assert.Equal((0, string.Empty), await SwapAsync());
        }

        Assert.Equal("two", Named("moid"));
    }

    [Fact]
    public async Task One_on_trial_never_takes_the_place_of_the_one_that_works()
    {
        Program("moid", "works");
        Program("moid-2", "unproven");
        await SwapAsync();
        Program("moid-3", "next");

        Assert.Equal(0, (await SwapAsync()).Code);

        Assert.Equal(("next", "works"), (Named("moid"), Named("moid.old")));
    }

    [Theory]
    [InlineData("#!/bin/sh\nexit 1\n", true, "'moid-2 --version' ended with exit code 1")]
    [InlineData("#!/bin/sh\necho 2\n", false, "it is not executable")]
    [InlineData("touch was-run-by-the-shell\n", true, "it is no program for this machine")]
    [InlineData("", true, "it is no program for this machine")]
    public async Task What_cannot_be_moid_is_set_aside(string text, bool executable, string why)
    {
        Program("moid", "one");
        _folder.Write("moid-2", text);
        File.SetUnixFileMode(_folder["moid-2"], executable ? Executable : UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.Equal((0, $"moid-swap: moid-2 is moid-2.bad now: {why}"), await SwapAsync());

        Assert.Equal(["moid", "moid-2.bad"], Files);
        Assert.Equal("one", Named("moid"));
    }

    [Fact]
    public async Task A_program_for_another_machine_is_not_even_tried()
    {
        Program("moid", "one");
        byte[] program = File.ReadAllBytes("/bin/sleep");
        program[18] ^= 0x80;
        File.WriteAllBytes(_folder["moid-2"], program);
        File.SetUnixFileMode(_folder["moid-2"], Executable);

        Assert.Equal((0, "moid-swap: moid-2 is moid-2.bad now: it is no program for this machine"), await SwapAsync());
    }

    [Fact]
    public async Task Behind_a_bad_one_the_next_newest_is_taken()
    {
        Program("moid", "one");
        Program("moid-2", "two", Noon);
        _folder.Write("moid-3", "bad");

        Assert.Equal(0, (await SwapAsync()).Code);

        Assert.Equal("two", Named("moid"));
    }

    /// <remarks>Files as they are when power fails between two renames.</remarks>
    [Theory]
    [InlineData("moid.old", "moid-2", "two", "moid moid.old moid.trial")]
    [InlineData("moid.old", null, "one", "moid")]
    public async Task A_swap_that_was_cut_short_is_finished_or_undone(string old, string? next, string moid, string files)
    {
        Program(old, "one");
        _folder.Write("moid.trial", "0 moid-2\n");
        if (next is not null)
        {
            Program(next, "two");
        }

        Assert.Equal(0, (await SwapAsync()).Code);

        Assert.Equal(moid, Named("moid"));
        Assert.Equal(files.Split(' '), Files);
    }

    [Fact]
    public async Task A_damaged_note_of_the_trial_counts_anew()
    {
        Program("moid", "two");
        Program("moid.old", "one");
        _folder.Write("moid.trial", "x ../../etc/passwd\n");

        Assert.Equal((0, string.Empty), await SwapAsync());

        Assert.Equal("1 moid-new\n", File.ReadAllText(_folder["moid.trial"]));
    }

    [Fact]
    public async Task Without_any_moid_it_fails()
    {
        Assert.Equal((1, $"moid-swap: there is no moid in {_folder.Path}"), await SwapAsync());
    }

    private IEnumerable<string> Files => Directory.EnumerateFiles(_folder.Path).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);

    private void Program(string name, string says, DateTime? written = null)
    {
        _folder.Write(name, $"#!/bin/sh\necho {says}\n");
        File.SetUnixFileMode(_folder[name], Executable);
        File.SetLastWriteTimeUtc(_folder[name], written ?? Noon);
    }

    /// <summary>What a program says, which tells which one it is.</summary>
    private string Named(string name) => File.ReadLines(_folder[name]).Last()["echo ".Length..];

    private async Task<(int Code, string Said)> SwapAsync()
    {
        ProcessStartInfo start = new("/bin/sh", [ExampleScript.Path("moid-swap"), _folder.Path]) { RedirectStandardError = true };
        using Process swap = Process.Start(start)!;
        string said = await swap.StandardError.ReadToEndAsync();
        await swap.WaitForExitAsync();
        return (swap.ExitCode, said.TrimEnd('\n'));
    }
}
