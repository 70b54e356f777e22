using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Remotes;

public sealed class CompletionTests(SharedFleets fleets)
{
    [Theory]
    [InlineData("", new[] { "bilbo", "frodo", "merry", "pippin" })]
    [InlineData("F", new[] { "frodo" })]
    [InlineData("*r", new[] { "frodo", "merry" })]
    [InlineData("'me", new[] { "merry" })]
    [InlineData("sam", new string[0])]
    public async Task Names_of_remotes_are_completed(string begun, string[] expected)
    {
        using ModuleSession session = await fleets.OpenAsync(FleetKind.Demo);

        Assert.Equal(expected, Complete(session, $"Get-MoiRemote -Name {begun}"));
        Assert.Equal(expected, Complete(session, $"Set-MoiKey A 1 -Name {begun}"));
    }

    [Fact]
    public void Completing_connects_to_nothing()
    {
        // An attempt to connect would make a configuration, or fail.
        using ModuleSession session = new();

        Assert.Empty(Complete(session, "Get-MoiRemote -Name fro"));
        Assert.Empty(session.Run("$Error").Output);
    }

    private static IEnumerable<string> Complete(ModuleSession session, string line)
    {
        session.Set("line", line);
        return session.Run(
            "(TabExpansion2 $line $line.Length).CompletionMatches | Where-Object ResultType -eq ParameterValue | ForEach-Object CompletionText")
            .Clean().Output.Select(text => (string)text.BaseObject);
    }
}
