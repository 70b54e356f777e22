using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Views;

public sealed class ViewTests(SharedFleets fleets)
{
    private const char Escape = '\x1b';

    [Fact]
    public async Task Remotes_are_a_table_of_address_and_name()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        IReadOnlyList<string> lines = Show(session, "Get-MoiRemote -Name frodo, merry");

        Assert.Matches(@"^Address +Name +Time +Moid +Id$", lines[0]);
        Assert.Matches(@"^-+ ", lines[1]);
        Assert.Equal(
            ["10.10.10.10 frodo 0.2.0 frodo", "10.10.10.22 merry 0.2.0 merry"],
            lines.Skip(2).Order().Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(cells =>
                $"{cells[0]} {cells[1]} {cells[3]} {cells[4]}"));
    }

    [Fact]
    public async Task Asked_keys_are_shown_beside_the_remote()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        session.Run("Set-MoiKey @{ shown1 = 7; shown2 = 'two words'; shown3 = @{ code = 0 }; shown4 = 1, $true } -Name frodo").Clean();

        IReadOnlyList<string> lines = Show(session, "Get-MoiRemote shown1, shown2, shown3, shown4, shown5 -Name frodo");

        Assert.Matches(@"^Address +Name +shown1 +shown2 +shown3 +shown4 +shown5$", lines[0]);
        Assert.Matches(@"^10\.10\.10\.10 +frodo +7 +two words +\{code:0\} +\[1,true\] +null$", lines[2]);
    }

    [Fact]
    public async Task A_run_shows_its_output_and_what_a_failed_one_complained_of()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.Matches(@"^10\.10\.10\.10 +frodo +0 +fine$", Show(session, "Invoke-MoiRun 'echo fine; echo aside >&2' -Name frodo")[2]);
        Assert.Equal(
            ["10.10.10.10 frodo 3 out", "err"],
            Show(session, "Invoke-MoiRun 'echo out; echo err >&2; exit 3' -Name frodo").Skip(2).Select(OneSpaced));
    }

    [Fact]
    public async Task What_would_steer_the_terminal_is_shown_harmless_and_kept_raw()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        const string Evil = "a\x1b[31mred\x1b]0;title\x07\b\x9b2Jz";
        session.Set("evil", Evil);

        session.Run("Set-MoiKey evil $evil -Name frodo").Clean();
        IReadOnlyList<string> key = Show(session, "Get-MoiRemote evil -Name frodo");
        IReadOnlyList<string> output = Show(session, "Invoke-MoiRun \"printf '%s' '$evil'; printf '%s' '$evil' >&2; exit 1\" -Name frodo");

        Assert.All([.. key, .. output], line => Assert.DoesNotContain(line, char.IsControl));
        Assert.Contains(key, line => line.Contains("a\uFFFD[31mred"));
        Assert.Contains(output, line => line.Contains("a\uFFFD[31mred"));
        Assert.Equal([Evil], session.Run("Get-MoiRemote evil -Name frodo").Clean().Values("evil"));
        Assert.Contains(Escape, (string)session.Run("Invoke-MoiRun \"printf '%s' '$evil'\" -Name frodo").Clean().Single.Stdout);
    }

    [Fact]
    public async Task Keys_results_connections_and_the_demo_have_views_too()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);
        int port = await fleets.PortOfAsync(FleetKind.Demo);

        Assert.Equal(["Address Name Key", "10.10.10.10 frodo viewed, view"], Table(session, "Set-MoiKey viewed=1, view=2 -Name frodo"));
        Assert.StartsWith($"127.0.0.1 {port} ", Table(session, $"Connect-MoiBroker 127.0.0.1 {port} -PassThru")[1]);
        Assert.EndsWith(" frodo, bilbo", Table(session, "Start-MoiDemo -Count 2")[1]);
        Assert.Equal(["Address Name Success", "10.10.10.10 frodo True"], Table(session, "Restart-MoiRemote -Name frodo"));
    }

    private static List<string> Table(ModuleSession session, string script) =>
        [.. Show(session, script).Where(line => !line.StartsWith('-')).Select(OneSpaced)];

    /// <summary>What a script shows, without empty lines and the table's own colours.</summary>
    private static IReadOnlyList<string> Show(ModuleSession session, string script)
    {
        int before = session.Host.Lines.Count;
        session.Run($"{script} | Out-Default").Clean();
        IReadOnlyList<string> lines =
            [.. session.Host.Lines.Skip(before).Select(WithoutHeaderStyle).Where(line => line.Length > 0)];
        Assert.All(lines, line => Assert.InRange(line.Length, 1, FixedRawUI.Columns));
        return lines;
    }

    private static string WithoutHeaderStyle(string line) =>
        line.Replace("\x1b[32;1m", "").Replace("\x1b[32;1;3m", "").Replace("\x1b[0m", "").TrimEnd();

    private static string OneSpaced(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
