namespace Moi.Testing;

/// <summary>A real Mosquitto and four real daemons with the names and addresses of the examples.</summary>
public sealed class FleetOnMosquitto : IAsyncDisposable
{
    private FleetOnMosquitto(MosquittoBroker broker, IReadOnlyList<MoidProcess> remotes)
    {
        Broker = broker;
        Remotes = remotes;
    }

    /// <summary>The broker.</summary>
    public MosquittoBroker Broker { get; }

    /// <summary>frodo, bilbo, merry and pippin.</summary>
    public IReadOnlyList<MoidProcess> Remotes { get; }

    /// <summary>The remote with this name.</summary>
    public MoidProcess this[string name] => Remotes.Single(remote => remote.Name == name);

    /// <summary>Starts all and waits until the four are online.</summary>
    public static async Task<FleetOnMosquitto> StartAsync()
    {
        MosquittoBroker broker = await MosquittoBroker.StartAsync();
        (string Name, string Address)[] hobbits =
        [
            ("frodo", "10.10.10.10"),
            ("bilbo", "10.10.10.11"),
            ("merry", "10.10.10.22"),
            ("pippin", "10.10.10.23"),
        ];
        FleetOnMosquitto fleet = new(broker, [.. hobbits.Select(hobbit => MoidProcess.Launch(
            new MoidOptions { Name = hobbit.Name, Address = hobbit.Address, BrokerPort = broker.Port }))]);
        try
        {
            await fleet.WaitOnlineAsync();
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until all four are online.</summary>
    public async Task WaitOnlineAsync()
    {
        await using PresenceWatch presence = await PresenceWatch.StartAsync(Broker.Port);
        foreach (MoidProcess remote in Remotes)
        {
            await remote.BecomesOnlineAsync(presence);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (MoidProcess remote in Remotes)
        {
            await remote.DisposeAsync();
        }

        await Broker.DisposeAsync();
    }
}
