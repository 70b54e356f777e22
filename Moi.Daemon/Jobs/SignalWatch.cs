using System.Runtime.Versioning;

using Moi.Daemon.Jobs.Native;

namespace Moi.Daemon.Jobs;

/// <summary>
/// Learns by signals what happens, in a process that serves one command alone: of children to be reaped (all of them,
/// orphans too), and of being asked to stop. Needs no thread.
/// </summary>
/// <param name="shell">The shell's process id.</param>
/// <param name="signals">The process's signals.</param>
[SupportedOSPlatform("linux")]
internal sealed class SignalWatch(int shell, SignalQueue signals) : ExitWatch(shell)
{
    private readonly ManualResetEventSlim _allReaped = new();
    private bool _stopAsked;

    public override PollEntry Interest => signals.Interest;

    public override bool StopAsked => _stopAsked;

    public override void Handle()
    {
        while (signals.TryTake(out int signal))
        {
            _stopAsked |= signal != Constants.SigChild;
        }

        int pid;
        while ((pid = Wait(-1, Constants.WaitNot, out int status)) > 0)
        {
            if (pid == Shell)
            {
                Status = status;
                Exited = true;
            }
        }

        if (pid < 0)
        {
            // No child is left. Orphans of the tree become children of this process, so nobody is.
            Exited = true;
            _allReaped.Set();
        }
    }

    public override bool AwaitAll(TimeSpan bound) => _allReaped.Wait(bound);

    public override void Dispose()
    {
        _allReaped.Dispose();
        base.Dispose();
    }
}
