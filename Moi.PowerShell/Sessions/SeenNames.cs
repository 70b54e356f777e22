namespace Moi.PowerShell.Sessions;

/// <summary>The names of keys, or of jobs, that were met in this session, for completion. Bounded: the first ones stay.</summary>
/// <param name="always">Those that are there without being met.</param>
internal sealed class SeenNames(params IEnumerable<string> always)
{
    private const int Limit = 1000;

    private readonly SortedSet<string> _names = new(always, StringComparer.OrdinalIgnoreCase);

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
