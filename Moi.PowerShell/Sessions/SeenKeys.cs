namespace Moi.PowerShell.Sessions;

/// <summary>The names of keys that were met in this session, for completion. Bounded: the first ones stay.</summary>
internal sealed class SeenKeys
{
    private const int Limit = 1000;

    private readonly SortedSet<string> _names = new(StringComparer.OrdinalIgnoreCase)
    {
        "addr", "arch", "bin", "destinations", "groups", "home", "id", "moid", "name", "rc", "self", "time", "tmp",
    };

    /// <summary>The names, sorted.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_names)
            {
                return [.. _names];
            }
        }
    }

    /// <summary>Remembers names.</summary>
    public void Add(IEnumerable<string> names)
    {
        lock (_names)
        {
            foreach (string name in names.Take(Limit - Math.Min(Limit, _names.Count)))
            {
                _names.Add(name);
            }
        }
    }
}
