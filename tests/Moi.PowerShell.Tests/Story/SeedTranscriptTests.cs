using System.Runtime.Versioning;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Story;

/// <summary>What the first document of Moi shows, in its order and in PowerShell form.</summary>
public sealed class SeedTranscriptTests
{
    private static readonly string[] Everyone = ["10.10.10.10 frodo", "10.10.10.11 bilbo", "10.10.10.22 merry", "10.10.10.23 pippin"];
    private static readonly string[] Baggins = ["10.10.10.10 frodo", "10.10.10.11 bilbo"];

    public static TheoryData<FleetKind> Fleets => [FleetKind.Demo, FleetKind.Devices];

    [Theory]
    [MemberData(nameof(Fleets))]
    public async Task Ls(FleetKind kind)
    {
        await using StoryFleet moi = await StoryFleet.StartAsync(kind);

        Assert.Equal(Everyone, moi.Table("Get-MoiRemote", "Address", "Name"));
        Assert.All(moi.Run("Get-MoiRemote time, moid").Values("Time"), time => Assert.InRange(Convert.ToInt64(time), Now - 60, Now + 60));
        Assert.Single(moi.Table("Get-MoiRemote time, moid", "Moid").Distinct());
        Assert.Equal(["10.10.10.10 frodo"], moi.Table("Get-MoiRemote -Filter addr=10.10.10.10", "Address", "Name"));
        Assert.Equal(Baggins, moi.Table("Get-MoiRemote -Filter addr=10.10.10.1#", "Address", "Name"));
    }

    [Theory]
    [MemberData(nameof(Fleets))]
    public async Task Groups_miss_their_members(FleetKind kind)
    {
        await using StoryFleet moi = await StoryFleet.StartAsync(kind);

        Assert.Equal(Everyone, moi.Table("New-MoiGroup all", "Address", "Name"));
        Assert.Equal(Baggins, moi.Table("New-MoiGroup baggins -Filter addr=10.10.10.1#", "Address", "Name"));
        Assert.Equal(["all", "baggins"], moi.Run("Get-MoiGroup").Names);
        Assert.Equal(Everyone, moi.Table("Get-MoiRemote -Group all", "Address", "Name"));

        await moi.StopAsync("merry");
        ScriptResult without = moi.Session.Run("Get-MoiRemote -Group all");
        Assert.Equal(["bilbo", "frodo", "pippin"], without.Names);
        Assert.StartsWith("10.10.10.22 merry failed to respond", without.Error.ToString(), StringComparison.Ordinal);

        // moi -q -g all ping
        ScriptResult ping = moi.Session.Run("Test-MoiRemote -Group all | Out-Null");
        Assert.Empty(ping.Output);
        Assert.StartsWith("10.10.10.22 merry failed to respond", ping.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal([false], moi.Run("Test-MoiRemote -Group all -Quiet").Output.Select(answer => answer.BaseObject));

        await moi.StartAsync("merry");
        Assert.Equal(Everyone, moi.Table("Get-MoiRemote -Group all", "Address", "Name"));
        Assert.Equal([true], moi.Run("Test-MoiRemote -Group all -Quiet").Output.Select(answer => answer.BaseObject));
    }

    [Theory]
    [MemberData(nameof(Fleets))]
    public async Task Time(FleetKind kind)
    {
        await using StoryFleet moi = await StoryFleet.StartAsync(kind);

        TimeSpan difference = Assert.IsType<TimeSpan>(Assert.Single(moi.Run("Get-MoiTime -Filter name=frodo").Values("Difference")));

        Assert.InRange(difference.TotalSeconds, -2, 2);
    }

    [Theory]
    [MemberData(nameof(Fleets))]
    public async Task Push_and_run(FleetKind kind)
    {
        await using StoryFleet moi = await StoryFleet.StartAsync(kind);
        using TemporaryFolder folder = new();
        moi.Session.Set("file", folder.Write("Cargo.toml", string.Concat(Enumerable.Repeat("line\n", 13))));

        Assert.Equal(4, moi.Run("Send-MoiFile $file '~'").Output.Count);
        Assert.Equal(
            ["bilbo 13 Cargo.toml", "frodo 13 Cargo.toml", "merry 13 Cargo.toml", "pippin 13 Cargo.toml"],
            moi.Table("Invoke-MoiRun 'wc -l Cargo.toml'", "Name", "Stdout").Select(line => line.TrimEnd()).ToArray());
        Assert.All(moi.Run("Invoke-MoiRun pwd self").Values("ExitCode"), code => Assert.Equal(0, code));
    }

    [Theory]
    [MemberData(nameof(Fleets))]
    [SupportedOSPlatform("linux")]
    public async Task Push_then_run_as_two_stages(FleetKind kind)
    {
        await using StoryFleet moi = await StoryFleet.StartAsync(kind);
        using TemporaryFolder folder = new();
        string script = folder.Write("space", "df -h / | awk '{getline; print $4}'");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        moi.Session.Set("file", script);

        ScriptResult space = moi.Run("Send-MoiFile $file tmp -Filter name=frodo | Invoke-MoiRun ./space tmp");

        Assert.Equal(["frodo"], space.Names);
        Assert.Matches(@"^[0-9.]+[KMGTP]?\s*$", Assert.Single(space.Values("Stdout"))!.ToString()!);
    }

    [Theory]
    [MemberData(nameof(Fleets))]
    public async Task Push_run_is_the_same_in_one(FleetKind kind)
    {
        await using StoryFleet moi = await StoryFleet.StartAsync(kind);
        using TemporaryFolder folder = new();
        moi.Session.Set("file", folder.Write("space", "df -h / | awk '{getline; print $4}'"));

        ScriptResult space = moi.Run("Invoke-MoiScript $file tmp './space' -Filter name=frodo");

        Assert.Equal(["frodo"], space.Names);
        Assert.Matches(@"^[0-9.]+[KMGTP]?\s*$", Assert.Single(space.Values("Stdout"))!.ToString()!);
    }

    [Theory]
    [MemberData(nameof(Fleets))]
    public async Task Pull(FleetKind kind)
    {
        await using StoryFleet moi = await StoryFleet.StartAsync(kind);
        using TemporaryFolder here = new();
        moi.Session.Set("file", here.Write("Cargo.toml", "[package]\n"));
        moi.Session.Set("pattern", here["%n-cargo.toml"]);

        moi.Run("Send-MoiFile $file home | ForEach-Object { }; Receive-MoiFile home/Cargo.toml $pattern");

        string[] received = [.. Directory.GetFiles(here.Path, "*-cargo.toml").Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];
        Assert.Equal(["bilbo-cargo.toml", "frodo-cargo.toml", "merry-cargo.toml", "pippin-cargo.toml"], received);
        Assert.All(received, file => Assert.Equal("[package]\n", File.ReadAllText(here[file])));
    }

    [Theory]
    [MemberData(nameof(Fleets))]
    public async Task Launch_and_wait(FleetKind kind)
    {
        await using StoryFleet moi = await StoryFleet.StartAsync(kind);
        moi.Session.Run("$PSDefaultParameterValues['*-Moi*:Name'] = 'frodo'");

        Assert.Equal(["frodo 0"], moi.Table("Start-MoiJob 'sleep 0.2 && echo done' tmp | Wait-MoiJob", "Name", "ExitCode"));

        Assert.Equal(["frodo"], moi.Run("Start-MoiJob 'sleep 0.2 && echo yay' tmp sleep-job").Names);
        moi.Run("Wait-MoiJob -JobName sleep-job");
        ScriptResult job = moi.Run("Get-MoiRemote sleep-job");
        Assert.Equal("0 yay", moi.Session.Run("$job = (Get-MoiRemote sleep-job).'sleep-job'; \"$($job.code) $($job.stdout)\"").Single.ToString().Trim());
        Assert.Equal(["frodo"], job.Names);
        Assert.Equal([0L], moi.Run("Get-MoiRemote sleep-job.code").Values("sleep-job.code"));
        Assert.Equal(["frodo"], moi.Run("Get-MoiRemote -Filter sleep-job.code=0").Names);
    }

    [Theory]
    [MemberData(nameof(Fleets))]
    public async Task Remotes_are_key_value_stores(FleetKind kind)
    {
        await using StoryFleet moi = await StoryFleet.StartAsync(kind);
        moi.Run("$null = New-MoiGroup baggins -Filter addr=10.10.10.1#");

        moi.Run("Set-MoiKey A=1");
        Assert.Equal(["bilbo 1", "frodo 1", "merry 1", "pippin 1"], moi.Table("Get-MoiRemote A", "Name", "A"));
        moi.Run("Set-MoiKey A=null -Group baggins");
        Assert.Equal(["bilbo null", "frodo null", "merry 1", "pippin 1"], moi.Table("Get-MoiRemote A", "Name", "A"));
        Assert.Equal(["merry", "pippin"], moi.Run("Get-MoiRemote -Filter A").Names);
        moi.Run("Set-MoiKey A=2 -Group baggins");
        Assert.Equal(["bilbo", "frodo"], moi.Run("Get-MoiRemote -Filter A=2").Names);
        Assert.Equal(["bilbo 3", "frodo 3"], moi.Table("Set-MoiKey A=3 -Group baggins | Get-MoiRemote A", "Name", "A"));
    }

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();
}
