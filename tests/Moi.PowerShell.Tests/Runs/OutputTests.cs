using System.Text;
using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Runs;

public sealed class OutputTests(SharedFleets fleets)
{
    private const int Kept = 1024 * 1024;

    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task Output_larger_than_a_message_comes_complete(FleetKind kind)
    {
        using ModuleSession session = await fleets.OpenAsync(kind);

        ScriptResult result = session.Run("Invoke-MoiRun 'seq 1 40000; seq 1 20000 >&2'").Clean();

        Assert.Equal(4, result.Output.Count);
        Assert.All(result.Values("Stdout"), text => Assert.Equal(Numbers(40000), text));
        Assert.All(result.Values("Stderr"), text => Assert.Equal(Numbers(20000), text));
        Assert.All(result.Values("Truncated"), truncated => Assert.Equal(false, truncated));
    }

    [Fact]
    public async Task Text_is_whole_where_a_message_ends_within_a_character()
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Devices);

        ScriptResult result = session.Run("Invoke-MoiRun 'printf x; yes → | head -n 40000 | tr -d \"\\n\"' -Name frodo").Clean();

        Assert.Equal("x" + new string('→', 40000), result.Single.Stdout);
    }

    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task Of_output_beyond_what_a_remote_keeps_the_middle_is_left_out_and_that_is_said(FleetKind kind)
    {
        const int Written = 3_000_012;
        using ModuleSession session = await fleets.OpenAsync(kind);

        ScriptResult result = session.Run(
            $"Invoke-MoiRun 'echo begins; yes 0123456 | head -c {Written - 12}; echo ends' -Name merry").Clean();

        Assert.Equal(true, result.Single.Truncated);
        byte[] bytes = [.. (IEnumerable<byte>)result.Single.StdoutBytes];
        Assert.Equal(Kept, bytes.Length);
        string text = result.Single.Stdout;
        Assert.StartsWith("begins\n0123456\n", text);
        Assert.EndsWith("0123456\nends", text);
        Assert.Contains($"\n[... {Written - Kept} bytes left out ...]\n", text);
        Assert.StartsWith("begins\n", Encoding.ASCII.GetString(bytes));
    }

    private static string Numbers(int last) => string.Join('\n', Enumerable.Range(1, last));
}
