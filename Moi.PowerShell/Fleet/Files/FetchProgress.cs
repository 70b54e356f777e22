namespace Moi.PowerShell.Fleet.Files;

/// <summary>How far all fetches of a command have come.</summary>
internal sealed class FetchProgress(IReadOnlyCollection<FetchPlan> plans)
{
    private readonly Dictionary<FetchPlan, long> _bytes = [];

    /// <summary>How many files are settled.</summary>
    public int Files { get; private set; }

    /// <summary>How many bytes are here.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many bytes there are to fetch.</summary>
    public long Size { get; } = plans.Sum(plan => plan.Size);

    /// <summary>Takes in what happened.</summary>
    public void See(FetchEvent happened)
    {
        long now = happened is FetchEvent.Moved { Bytes: var bytes } ? bytes : happened.Plan.Size;
        Files += happened is FetchEvent.Moved ? 0 : 1;
        Bytes += now - _bytes.GetValueOrDefault(happened.Plan);
        _bytes[happened.Plan] = now;
    }
}
