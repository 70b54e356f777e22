using System.Runtime.InteropServices;
using System.Runtime.Versioning;

using Moi.Daemon.Jobs.Native;

namespace Moi.Daemon.Jobs;

/// <summary>Waits, on a thread of its own, for a command's shell to end.</summary>
[SupportedOSPlatform("linux")]
internal sealed class ExitWatch
{
    private const int SignalBits = 0x7f;

    private readonly int _pid;
    private readonly WakeEvent _wake;
    private readonly Thread _thread;
    private int? _status;
    private volatile bool _exited;

    /// <param name="pid">The shell's process id.</param>
    /// <param name="reapsAll">
    /// Whether this process serves that command alone and reaps whatever becomes its child. If not, only the shell
    /// is waited for, and it stays a zombie until <see cref="Collect"/>, so that its id is not given away before.
    /// </param>
    /// <param name="wake">Is signalled when the shell has ended.</param>
    public ExitWatch(int pid, bool reapsAll, WakeEvent wake)
    {
        _pid = pid;
        _wake = wake;
        _thread = new Thread(reapsAll ? ReapAll : AwaitShell, maxStackSize: 256 * 1024)
        {
            IsBackground = true,
            Name = "moi exit",
        };
        _thread.Start();
    }

    /// <summary>Whether the shell has ended.</summary>
    public bool Exited => _exited;

    /// <summary>
    /// Waits until nobody is left to be reaped: the shell or, where all are reaped, every process below this one.
    /// </summary>
    /// <returns>Whether that came to pass in time.</returns>
    public bool AwaitAll(TimeSpan bound) => _thread.Join(bound);

    /// <summary>How the shell ended: its exit code or the signal that killed it; neither when the system lost it.</summary>
    public (int? Code, int? Signal) Collect()
    {
        if (_status is null && _exited && Wait(_pid, out int status) == _pid)
        {
            _status = status;
        }

        return _status switch
        {
            null => (null, null),
            { } ended when (ended & SignalBits) == 0 => ((ended >> 8) & 0xff, null),
            { } killed => (null, killed & SignalBits),
        };
    }

    private static int Wait(int pid, out int status)
    {
        int reaped;
        do
        {
            reaped = Libc.WaitPid(pid, out status, 0);
        }
        while (reaped < 0 && Marshal.GetLastPInvokeError() == Constants.Interrupted);

        return reaped;
    }

    private void ReapAll()
    {
        // Fails when no child is left. Orphans of the tree become children of this process, so then nobody is.
        while (Wait(-1, out int status) is > 0 and int pid)
        {
            if (pid == _pid)
            {
                _status = status;
                ReportExit();
            }
        }

        ReportExit();
    }

    private unsafe void AwaitShell()
    {
        byte* information = stackalloc byte[128];
        while (Libc.WaitId(
            Constants.WaitForPid, _pid, information, Constants.WaitExited | Constants.WaitLeavingIt) < 0
            && Marshal.GetLastPInvokeError() == Constants.Interrupted)
        {
        }

        ReportExit();
    }

    private void ReportExit()
    {
        _exited = true;
        _wake.Signal();
    }
}
