using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;

using Moi.Daemon.Jobs.Native;

namespace Moi.Daemon.Jobs;

/// <summary>
/// The processes that belong to a command: those that carry its mark in their environment, those below its root, and
/// with each of them its children and its session. So one is found too that has double-forked into another session,
/// even where it became a child of init.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class ProcessTree
{
    /// <summary>The environment variable that carries a command's mark.</summary>
    public const string MarkVariable = "MOI_COMMAND_MARK";

    private static readonly TimeSpan KillBound = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KillRound = TimeSpan.FromMilliseconds(250);

    private readonly bool _belowSelf;
    private readonly ProcessEntry? _root;
    private readonly byte[]? _variable;

    /// <param name="root">
    /// A living process whose descendants belong to the command. It belongs itself, unless it is this one.
    /// </param>
    /// <param name="mark">The command's mark; empty means that it has none.</param>
    public ProcessTree(int? root, string mark)
    {
        _belowSelf = root == Environment.ProcessId;
        _root = root is { } pid && !_belowSelf ? ProcessEntry.Find(pid) : null;
        _variable = mark.Length > 0 ? Encoding.UTF8.GetBytes($"{MarkVariable}={mark}") : null;
    }

    /// <summary>The command's living processes.</summary>
    public List<ProcessEntry> Members()
    {
        int self = Environment.ProcessId;
        List<ProcessEntry> others = ProcessEntry.All();
        others.RemoveAll(entry => entry.Id == self);
        var family = new Family(others);
        if (_belowSelf)
        {
            family.AddWhere(entry => entry.Parent == self);
        }

        if (_root is { } root)
        {
            family.AddWhere(entry => entry.Id == root.Id && entry.StartTime == root.StartTime);
        }

        if (_variable is { } variable)
        {
            family.AddWhere(entry => entry.HasVariable(variable));
        }

        return family.Living();
    }

    /// <summary>
    /// Asks all processes to end, and after the grace kills them, until nobody is left.
    /// </summary>
    /// <returns>Those that could not be killed within some seconds, because the system does not let go of them.</returns>
    public List<ProcessEntry> Kill(TimeSpan grace)
    {
        var asked = new HashSet<(int, ulong)>();
        var clock = Stopwatch.StartNew();
        List<ProcessEntry> members = SurelyMembers();
        while (members.Count > 0 && clock.Elapsed < grace)
        {
            foreach (ProcessEntry process in members.Where(process => asked.Add((process.Id, process.StartTime))))
            {
                process.Signal(Constants.SigTerm);
                process.Signal(Constants.SigCont);
            }

            AwaitEnd(members, clock, grace);
            members = SurelyMembers();
        }

        clock.Restart();
        while (members.Count > 0 && clock.Elapsed < KillBound)
        {
            // Stopped first, so that none of them forks while the others are killed.
            members.ForEach(process => process.Signal(Constants.SigStop));
            members.ForEach(process => process.Signal(Constants.SigKill));
            AwaitEnd(members, clock, clock.Elapsed + KillRound);
            members = SurelyMembers();
        }

        return members;
    }

    // One that forks and ends between two looks at /proc can be missed once.
    private List<ProcessEntry> SurelyMembers() => Members() is { Count: > 0 } members ? members : Members();

    private static void AwaitEnd(List<ProcessEntry> processes, Stopwatch clock, TimeSpan bound)
    {
        foreach (ProcessEntry process in processes)
        {
            TimeSpan left = bound - clock.Elapsed;
            if (left > TimeSpan.Zero)
            {
                process.AwaitEnd(left);
            }
        }
    }

    /// <summary>Grows a set of processes by children and sessions.</summary>
    private sealed class Family(List<ProcessEntry> others)
    {
        private readonly List<ProcessEntry> _members = [];
        private readonly HashSet<int> _ids = [];
        private readonly HashSet<int> _sessions = [];

        public void AddWhere(Predicate<ProcessEntry> belongs)
        {
            List<ProcessEntry> found = others.FindAll(belongs);
            while (found.Count > 0)
            {
                _members.AddRange(found);
                _ids.UnionWith(found.Select(entry => entry.Id));
                _sessions.UnionWith(found.Select(entry => entry.Session));
                others.RemoveAll(entry => _ids.Contains(entry.Id));
                found = others.FindAll(entry => _ids.Contains(entry.Parent) || _sessions.Contains(entry.Session));
            }
        }

        public List<ProcessEntry> Living() => _members.FindAll(entry => !entry.Dead);
    }
}
