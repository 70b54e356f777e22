using Moi.PowerShell.Tests.Fleets;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Remotes;

public sealed class GetMoiRemoteTests(SharedFleets fleets)
{
    [Theory]
    [InlineData(FleetKind.Demo)]
    [InlineData(FleetKind.Devices)]
    public async Task Everyone_answers_with_address_and_name(FleetKind kind)
    {
        using ModuleSession session = await fleets.OpenAsync(kind);

        ScriptResult result = session.Run("Get-MoiRemote").Clean();

        Assert.Equal(
            ["10.10.10.10 frodo", "10.10.10.11 bilbo", "10.10.10.22 merry", "10.10.10.23 pippin"],
            result.Output.Select(remote => remote.ToString()).Order());
    }
}
