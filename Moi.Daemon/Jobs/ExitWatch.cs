using System.Runtime.InteropServices;
using System.Runtime.Versioning;

using Moi.Daemon.Jobs.Native;

namespace Moi.Daemon.Jobs;

/// <summary>Learns of the end of a command's shell.</summary>
/// <param name="shell">The shell's process id.</param>
[SupportedOSPlatform("linux")]
internal abstract class ExitWatch(int shell) : IDisposable
{
    private const int SignalBits = 0x7f;

    private volatile bool _exited;

    /// <summary>The shell's process id.</summary>
    protected int Shell { get; } = shell;

    /// <summary>What waitpid said of the shell, once it has been reaped.</summary>
    protected int? Status { get; set; }

    /// <summary>What to wait for; then <see cref="Handle"/> is to be called.</summary>
    public virtual PollEntry Interest => PollEntry.None;

    /// <summary>Whether the command was asked to stop by a signal to this process.</summary>
    public virtual bool StopAsked => false;

    /// <summary>Whether the shell has ended.</summary>
    public bool Exited
    {
        get => _exited;
        protected set => _exited = value;
    }

    /// <summary>Takes in what has happened.</summary>
    public virtual void Handle()
    {
    }

    /// <summary>
    /// Waits, on another thread than the one that pumps, until all are reaped that this process has to reap.
    /// </summary>
    /// <returns>Whether that came to pass in time.</returns>
    public abstract bool AwaitAll(TimeSpan bound);

    /// <summary>
    /// How the shell ended: its exit code or the signal that killed it; neither when the system does not tell.
    /// </summary>
    public (int? Code, int? Signal) Collect()
    {
        Reap();
        return Status switch
        {
            null => (null, null),
            { } ended when (ended & SignalBits) == 0 => ((ended >> 8) & 0xff, null),
            { } killed => (null, killed & SignalBits),
        };
    }

    /// <summary>Frees what the watch holds. The shell has been collected.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Reaps the shell if that has not been done.</summary>
    protected virtual void Reap()
    {
    }

    /// <summary>waitpid, again when interrupted.</summary>
    protected static int Wait(int pid, int options, out int status)
    {
        int reaped;
        do
        {
            reaped = Libc.WaitPid(pid, out status, options);
        }
        while (reaped < 0 && Marshal.GetLastPInvokeError() == Constants.Interrupted);

        return reaped;
    }
}
