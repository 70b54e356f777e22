using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;

using Moi.Daemon.Jobs.Native;

namespace Moi.Daemon.Jobs;

/// <summary>
/// The processes that belong to a command: those that carry its mark in their environment, and those of its root's
/// <see cref="ProcessFamily"/>. So one is found too that has double-forked into another session, even where it became a
/// child of init.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class ProcessTree
{
    /// <summary>The environment variable that carries a command's mark.</summary>
    public const string MarkVariable = "MOI_COMMAND_MARK";

    private const int MostLooks = 25;

    private static readonly TimeSpan KillBound = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KillRound = TimeSpan.FromMilliseconds(250);

    private readonly HashSet<(int, ulong)> _dead = [];
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

    /// <summary>
    /// The command's living processes. That there is none is said only when it is sure, or after many looks: one that
    /// forks and ends all the time is easily missed, but then something was seen to end.
    /// </summary>
    public List<ProcessEntry> Members()
    {
        for (int looks = 1; ; looks++)
        {
            (List<ProcessEntry> members, bool sure) = Look();
            if (members.Count > 0 || sure || looks == MostLooks)
            {
                return members;
            }
        }
    }

    /// <summary>
    /// Asks all processes to end, and after the grace kills them, until nobody is left.
    /// </summary>
    /// <returns>Those that could not be killed within some seconds: the system does not let go of them.</returns>
    public List<ProcessEntry> Kill(TimeSpan grace)
    {
        var clock = Stopwatch.StartNew();
        List<ProcessEntry> members = Members();
        if (grace > TimeSpan.Zero)
        {
            Ask(members);
        }

        while (members.Count > 0 && clock.Elapsed < grace)
        {
            AwaitEnd(members, grace - clock.Elapsed);
            members = Members();
        }

        clock.Restart();
        while (members.Count > 0 && clock.Elapsed < KillBound)
        {
            // Stopped first, so that none of them forks while the others are killed.
            members.ForEach(process => process.Signal(Constants.SigStop));
            members.ForEach(process => process.Signal(Constants.SigKill));
            AwaitEnd(members, KillRound);
            members = Members();
        }

        return members;
    }

    private (List<ProcessEntry> Members, bool Sure) Look()
    {
        (List<ProcessEntry> all, bool whole) = ProcessEntry.All();
        int self = Environment.ProcessId;
        var family = new ProcessFamily(all, self);
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

        bool freshlyDead = false;
        foreach (ProcessEntry dead in family.Members.Where(entry => entry.Dead))
        {
            freshlyDead |= _dead.Add((dead.Id, dead.StartTime));
        }

        return (family.Members.FindAll(entry => !entry.Dead), whole && !freshlyDead);
    }

    // Those that come later are not asked: they may be what a process that was asked tidies up with.
    private static void Ask(List<ProcessEntry> members)
    {
        // The oldest first: a shell that hears of it before its child ends does not start another one.
        foreach (ProcessEntry process in members.OrderBy(process => process.StartTime).ThenBy(process => process.Id))
        {
            process.Signal(Constants.SigTerm);
            process.Signal(Constants.SigCont);
        }
    }

    private static void AwaitEnd(List<ProcessEntry> processes, TimeSpan bound)
    {
        var clock = Stopwatch.StartNew();
        foreach (ProcessEntry process in processes)
        {
            TimeSpan left = bound - clock.Elapsed;
            if (left > TimeSpan.Zero)
            {
                process.AwaitEnd(left);
            }
        }
    }
}
