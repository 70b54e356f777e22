namespace Moi.Daemon.Requests;

/// <summary>Gives each remote its place in the time over which the answers to a large question are spread.</summary>
internal static class Spread
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>How long this remote waits before it answers: always the same part of the spread, by its id.</summary>
    public static TimeSpan Of(string id, int milliseconds)
    {
        TimeSpan spread = TimeSpan.FromMilliseconds(milliseconds);
        spread = spread < TimeSpan.Zero ? TimeSpan.Zero : spread > Longest ? Longest : spread;
        return spread * (Hash(id) / (double)uint.MaxValue);
    }

    /// <summary>FNV-1a: the same on every device and in every version, unlike .NET's own hash codes.</summary>
    private static uint Hash(string id)
    {
        uint hash = 2166136261;
        foreach (char c in id)
        {
            hash = (hash ^ c) * 16777619;
        }

        return hash;
    }
}
