using System.Runtime.Versioning;

namespace Moi.Daemon.Jobs;

/// <summary>
/// A set of processes that grows by children and sessions. What is in it will be killed, so it never takes in what
/// can't be a command's: this process, init, and the sessions they are in.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class ProcessFamily
{
    private const int Init = 1;

    private readonly List<ProcessEntry> _others;
    private readonly HashSet<int> _foreignSessions;
    private readonly HashSet<int> _ids = [];
    private readonly HashSet<int> _sessions = [];

    /// <param name="all">All processes.</param>
    /// <param name="self">The id of this one.</param>
    public ProcessFamily(IReadOnlyList<ProcessEntry> all, int self)
    {
        _others = [.. all.Where(entry => entry.Id != Init && entry.Id != self)];

        // 0 is shown for kernel threads, for processes from outside a container, and, as is -1, for one that is just
        // being reaped: who follows it from there to the others kills strangers.
        IEnumerable<ProcessEntry> foreign = all.Where(entry => entry.Id == Init || entry.Id == self);
        _foreignSessions = [0, -1, .. foreign.Select(entry => entry.Session)];
    }

    /// <summary>Who is in it.</summary>
    public List<ProcessEntry> Members { get; } = [];

    /// <summary>Adds those that belong, all below them, and all in their sessions.</summary>
    public void AddWhere(Predicate<ProcessEntry> belongs)
    {
        List<ProcessEntry> found = _others.FindAll(belongs);
        while (found.Count > 0)
        {
            Members.AddRange(found);
            _ids.UnionWith(found.Select(entry => entry.Id));
            _sessions.UnionWith(found.Select(entry => entry.Session));
            _sessions.ExceptWith(_foreignSessions);
            _others.RemoveAll(entry => _ids.Contains(entry.Id));
            found = _others.FindAll(entry => _ids.Contains(entry.Parent) || _sessions.Contains(entry.Session));
        }
    }
}
