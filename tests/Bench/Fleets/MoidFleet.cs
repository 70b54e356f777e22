using Moi.Testing;

namespace Moi.Bench.Fleets;

/// <summary>Separate moid processes on one broker, called r1, r2 and so on.</summary>
internal sealed class MoidFleet : IAsyncDisposable
{
    private readonly MoidProcess[] _moids;

    private MoidFleet(MoidProcess[] moids) => _moids = moids;

    /// <summary>Each of them.</summary>
    public IReadOnlyList<MoidProcess> Moids => _moids;

    /// <summary>Starts them, and returns when all are online.</summary>
    public static async Task<MoidFleet> StartAsync(MoidBuild build, int port, int count, CancellationToken cancel)
    {
        await using PresenceWatch presence = await PresenceWatch.StartAsync(port);
        MoidFleet fleet = new([.. Enumerable.Range(1, count).Select(number => MoidProcess.Launch(new MoidOptions
        {
            Program = build.Path,
            Name = $"r{number}",
            Address = $"10.20.0.{number}",
            BrokerPort = port,
        }))]);
        try
        {
            foreach (MoidProcess moid in fleet._moids)
            {
                await presence.IsAsync(moid.Name, online: true).WaitAsync(cancel);
            }

            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_moids.Select(moid => moid.DisposeAsync().AsTask()));
}
