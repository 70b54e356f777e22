using System.Runtime.InteropServices;
using System.Runtime.Versioning;

using Moi.Daemon.Jobs.Native;

namespace Moi.Daemon.Jobs;

/// <summary>
/// Waits for the shell on a thread of its own, in a process that has other children too. The shell stays a zombie until
/// it is collected, so that its id is not given away while its session is still looked for.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class ThreadWatch : ExitWatch
{
    private const int StackBytes = 256 * 1024;

    private readonly WakeEvent _wake;
    private readonly Thread _thread;

    /// <param name="shell">The shell's process id.</param>
    /// <param name="wake">Is signalled when it has ended.</param>
    public ThreadWatch(int shell, WakeEvent wake)
        : base(shell)
    {
        _wake = wake;
        _thread = new Thread(Await, StackBytes) { IsBackground = true, Name = "moi exit" };
        _thread.Start();
    }

    public override bool AwaitAll(TimeSpan bound) => _thread.Join(bound);

    protected override void Reap()
    {
        if (Exited && Status is null && Wait(Shell, options: 0, out int status) == Shell)
        {
            Status = status;
        }
    }

    private unsafe void Await()
    {
        byte* information = stackalloc byte[128];
        const int options = Constants.WaitExited | Constants.WaitLeavingIt;
        while (Libc.WaitId(Constants.WaitForPid, Shell, information, options) < 0
            && Marshal.GetLastPInvokeError() == Constants.Interrupted)
        {
        }

        Exited = true;
        _wake.Signal();
    }
}
