using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

using Microsoft.Win32.SafeHandles;

using Moi.Daemon.Jobs.Native;

namespace Moi.Daemon.Jobs;

/// <summary>
/// A process as <c>/proc/PID/stat</c> showed it. Process ids are given away again, so the time of its start, in clock
/// ticks since boot, is part of what it is.
/// </summary>
/// <param name="Id">Its process id.</param>
/// <param name="Parent">Its parent's process id.</param>
/// <param name="Session">The id of its session.</param>
/// <param name="StartTime">When it started.</param>
/// <param name="Dead">Whether it has ended and only waits to be reaped.</param>
[SupportedOSPlatform("linux")]
internal readonly record struct ProcessEntry(int Id, int Parent, int Session, ulong StartTime, bool Dead)
{
    /// <summary>How long until a process is looked at again, on kernels that can't tell its end (before 5.3).</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    /// <summary>All processes there are, and whether none of them vanished while they were being looked at.</summary>
    public static (List<ProcessEntry> Entries, bool Whole) All()
    {
        var ids = new List<int>();
        foreach (string path in Directory.EnumerateDirectories("/proc"))
        {
            ReadOnlySpan<char> name = Path.GetFileName(path.AsSpan());
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int id))
            {
                ids.Add(id);
            }
        }

        // From the highest, most likely the youngest: those are the quickest to vanish.
        ids.Sort((left, right) => right - left);
        var entries = new List<ProcessEntry>(ids.Count);
        foreach (int id in ids)
        {
            if (Find(id) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return (entries, entries.Count == ids.Count);
    }

    /// <summary>The process of that id; null when there is none.</summary>
    public static ProcessEntry? Find(int pid)
    {
        Span<byte> stat = stackalloc byte[1024];
        try
        {
            using SafeFileHandle file = File.OpenHandle($"/proc/{pid}/stat", share: FileShare.ReadWrite);
            stat = stat[..RandomAccess.Read(file, stat, 0)];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null; // It has ended, or belongs to somebody we can't touch anyway.
        }

        return Parse(pid, stat);
    }

    /// <summary>Sends a signal, unless the process has ended meanwhile.</summary>
    public void Signal(int signal)
    {
        if (IsStillThere())
        {
            _ = Libc.Kill(Id, signal);
        }
    }

    /// <summary>Waits for the process to end; on old kernels for a moment only.</summary>
    public unsafe void AwaitEnd(TimeSpan bound)
    {
        nint descriptor = Libc.PidFdOpen(Constants.PidFdOpenCall, Id, 0);
        if (descriptor < 0)
        {
            if (Marshal.GetLastPInvokeError() != Constants.NoSuchProcess)
            {
                Thread.Sleep(bound < Glance ? bound : Glance);
            }

            return;
        }

        using var process = new SafeFileHandle(descriptor, ownsHandle: true);
        if (IsStillThere())
        {
            var entry = new PollEntry((int)descriptor, Constants.PollIn);
            _ = Libc.Poll(&entry, 1, (int)Math.Min(bound.TotalMilliseconds + 1, int.MaxValue));
        }
    }

    /// <summary>Whether the process has this text as one of the variables it was started with.</summary>
    public bool HasVariable(ReadOnlySpan<byte> variable)
    {
        try
        {
            ReadOnlySpan<byte> environment = File.ReadAllBytes($"/proc/{Id}/environ");
            while (!environment.IsEmpty)
            {
                int end = environment.IndexOf((byte)0);
                if (environment[..(end < 0 ? environment.Length : end)].SequenceEqual(variable))
                {
                    return true;
                }

                environment = end < 0 ? default : environment[(end + 1)..];
            }
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It has ended, or belongs to somebody we can't touch anyway.
        }

        return false;
    }

    private bool IsStillThere() => Find(Id) is { Dead: false } now && now.StartTime == StartTime;

    // "pid (name) state ppid pgrp session ...": the name may hold anything, the 22nd field is the start time.
    private static ProcessEntry? Parse(int pid, ReadOnlySpan<byte> stat)
    {
        const int parentField = 1;
        const int sessionField = 3;
        const int startField = 19;

        stat = stat[(stat.LastIndexOf((byte)')') + 1)..].TrimStart((byte)' ');
        if (stat.IsEmpty)
        {
            return null;
        }

        bool dead = stat[0] is (byte)'Z' or (byte)'X';
        int parent = 0;
        int session = 0;
        for (int field = 0; field <= startField; field++)
        {
            int end = stat.IndexOf((byte)' ');
            if (end < 0)
            {
                return null;
            }

            ReadOnlySpan<byte> text = stat[..end];
            stat = stat[(end + 1)..];
            switch (field)
            {
                case parentField when Utf8Parser.TryParse(text, out parent, out _):
                case sessionField when Utf8Parser.TryParse(text, out session, out _):
                    break;
                case startField when Utf8Parser.TryParse(text, out ulong start, out _):
                    return new ProcessEntry(pid, parent, session, start, dead);
            }
        }

        return null;
    }
}
