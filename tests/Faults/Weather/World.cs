using System.Collections.Concurrent;
using System.Globalization;
using Moi.Faults.Operators;
using Moi.Testing;

namespace Moi.Faults.Weather;

/// <summary>A Mosquitto, moid processes and operator processes, each behind a proxy of its own; all of it can be made to fail.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<Station> _stations = [];
    private readonly List<Desk> _desks = [];
    private readonly Random _seeds;

    private World(MosquittoBroker broker, int seed)
    {
        Broker = broker;
        _seeds = new Random(seed);
        Echo = new Echo(broker.Port, seed);
        Stranger = new Stranger(broker.Port, seed);
    }

    /// <summary>The broker.</summary>
    public MosquittoBroker Broker { get; }

    /// <summary>The remotes.</summary>
    public IReadOnlyList<Station> Stations => _stations;

    /// <summary>The operators.</summary>
    public IReadOnlyList<Desk> Desks => _desks;

    /// <summary>Whoever says again what was said before.</summary>
    public Echo Echo { get; }

    /// <summary>Whoever shouts.</summary>
    public Stranger Stranger { get; }

    /// <summary>All that operators told of their work, in all their lives.</summary>
    public ConcurrentQueue<Deed> Deeds { get; } = new();

    /// <summary>Starts everything, and waits until all remotes are online.</summary>
    public static async Task<World> StartAsync(StormOptions options)
    {
        World world = new(await MosquittoBroker.StartAsync(), options.Seed);
        try
        {
            for (int number = 0; number < options.Remotes; number++)
            {
                world._stations.Add(Station.Start(world.Broker.Port, number));
            }

            await world.AllAreOnlineAsync();
            for (int number = 0; number < options.Operators; number++)
            {
                Desk desk = new(number, new TcpProxy(world.Broker.Port));
                world._desks.Add(desk);
                world.Employ(desk);
            }

            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Puts a new operator at a desk.</summary>
    public void Employ(Desk desk)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"op{desk.Number}x{desk.Lives++}");
        desk.Operator = OperatorProcess.Start(name, desk.Proxy.Port, _seeds.Next(), _folder[name], Deeds);
    }

    /// <summary>Ends all trouble: every connection is let through, whoever is down is started.</summary>
    public async Task ClearUpAsync()
    {
        foreach (Station station in _stations)
        {
            await station.RecoverAsync();
        }

        foreach (Desk desk in _desks)
        {
            desk.Proxy.Resume();
            desk.Proxy.Accept();
        }
    }

    /// <summary>Waits until every remote says that it is there.</summary>
    public async Task AllAreOnlineAsync()
    {
        await using PresenceWatch presence = await PresenceWatch.StartAsync(Broker.Port);
        foreach (Station station in _stations)
        {
            await presence.IsAsync(station.Moid.Name, online: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Desk desk in _desks)
        {
            if (desk.Operator is { } left)
            {
                await left.DisposeAsync();
            }

            await desk.Proxy.DisposeAsync();
        }

        await Echo.DisposeAsync();
        foreach (Station station in _stations)
        {
            await station.DisposeAsync();
        }

        await Broker.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>A place where operators sit, one after the other.</summary>
internal sealed class Desk(int number, TcpProxy proxy)
{
    /// <summary>Which.</summary>
    public int Number { get; } = number;

    /// <summary>What its operator reaches the broker through.</summary>
    public TcpProxy Proxy { get; } = proxy;

    /// <summary>How many operators sat here.</summary>
    public int Lives { get; set; }

    /// <summary>Who sits here.</summary>
    public OperatorProcess? Operator { get; set; }
}
