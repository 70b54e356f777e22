using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Groups;

/// <summary>Many operators at once.</summary>
public sealed class ManyOperatorsTests
{
    private const int Operators = 100;
    private const int Remotes = 20;

    [Fact]
    public async Task A_hundred_operators_at_once_lose_and_mix_nothing()
    {
        using ModuleSession session = new();
        int port = session.Run($"Start-MoiDemo -Count {Remotes}").Clean().Single.Port;
        ModuleSession[] operators = [.. Enumerable.Range(0, Operators).Select(_ => new ModuleSession())];
        try
        {
            Task[] work = [.. operators.Select((operating, i) => Task.Factory.StartNew(() => Work(operating, port, i), TaskCreationOptions.LongRunning))];
            await Task.WhenAll(work);
        }
        finally
        {
            Array.ForEach(operators, operating => operating.Dispose());
        }
    }

    private static void Work(ModuleSession session, int port, int number)
    {
        session.Connect(port);
        Assert.Equal(Remotes, session.Run($"Set-MoiKey op{number} {number} -TimeoutSeconds 30").Clean().Output.Count);
        ScriptResult result = session.Run($"Get-MoiRemote op{number} -TimeoutSeconds 30").Clean();
        Assert.Equal(Enumerable.Repeat((object)(long)number, Remotes), result.Values($"op{number}"));
    }
}
