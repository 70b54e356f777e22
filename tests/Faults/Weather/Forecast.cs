namespace Moi.Faults.Weather;

/// <summary>Chooses faults, and lets them happen, several at a time; never two at once to the same thing.</summary>
internal sealed class Forecast(World world, Random random)
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<object, Task> _underWay = [];

    /// <summary>How often each fault was injected.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>How many were injected.</summary>
    public int Total => _counts.Values.Sum();

    /// <summary>Begins one more fault, when something is free to have it.</summary>
    public async Task NextAsync()
    {
        while (_underWay.Count >= Math.Max(1, world.Stations.Count / 3))
        {
            await ClearAsync();
        }

        (string name, object victim, Func<Task> happen) = Choose();
        if (_underWay.ContainsKey(victim))
        {
            await ClearAsync();
            return;
        }

        _counts[name] = _counts.GetValueOrDefault(name) + 1;
        _underWay[victim] = happen();
        await Task.Delay(random.Next(300));
    }

    /// <summary>Waits until all that was begun has passed.</summary>
    public async Task EndAsync()
    {
        while (_underWay.Count > 0)
        {
            await ClearAsync();
        }
    }

    private async Task ClearAsync()
    {
        Task over = await Task.WhenAny(_underWay.Values);
        object victim = _underWay.First(pair => pair.Value == over).Key;
        _underWay.Remove(victim);
        await over;
    }

    private (string Name, object Victim, Func<Task> Happen) Choose()
    {
        Station station = world.Stations[random.Next(world.Stations.Count)];
        Desk desk = world.Desks[random.Next(world.Desks.Count)];
        TimeSpan moment = TimeSpan.FromMilliseconds(random.Next(50, 700));
        TimeSpan while_ = TimeSpan.FromMilliseconds(random.Next(100, 2600));
        return random.Next(26) switch
        {
            < 5 => ("kill moid", station, () => station.CrashAsync(moment)),
            < 7 => ("stop moid", station, () => station.StopAsync(moment)),
            < 10 => ("freeze moid", station, () => station.FreezeAsync(while_)),
            < 13 => ("cut remote", station, () => CutAsync(station.Proxy, moment)),
            < 15 => ("stall remote", station, () => StallAsync(station.Proxy, while_)),
            < 17 => ("kill operator", desk, () => ReplaceAsync(desk)),
            < 19 => ("cut operator", desk, () => CutAsync(desk.Proxy, moment)),
            < 20 => ("stall operator", desk, () => StallAsync(desk.Proxy, while_)),
            < 22 => ("flood", world.Stranger, world.Stranger.ShoutAsync),
            < 25 => ("say again", world.Echo, () => world.Echo.SpeakAsync(random.Next(1, 20))),
            _ => ("kill broker", world.Broker, () => RestartBrokerAsync(moment)),
        };
    }

    private static async Task CutAsync(Moi.Testing.TcpProxy proxy, TimeSpan away)
    {
        proxy.Refuse();
        proxy.Cut();
        await Task.Delay(away);
        proxy.Accept();
    }

    private async Task StallAsync(Moi.Testing.TcpProxy proxy, TimeSpan time)
    {
        if (random.Next(2) == 0)
        {
            proxy.StallToClient();
        }
        else
        {
            proxy.StallToServer();
        }

        await Task.Delay(time);
        proxy.Resume();
    }

    private async Task ReplaceAsync(Desk desk)
    {
        await desk.Operator!.KillAsync();
        await desk.Operator.DisposeAsync();
        world.Employ(desk);
    }

    private async Task RestartBrokerAsync(TimeSpan away)
    {
        await world.Broker.KillAsync();
        await Task.Delay(away);
        await world.Broker.StartAgainAsync();
    }
}
