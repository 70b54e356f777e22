using System.Runtime.Versioning;

using Microsoft.Win32.SafeHandles;

using Moi.Daemon.Jobs.Native;

namespace Moi.Daemon.Jobs;

/// <summary>
/// Signals that wait to be read (a signalfd) instead of interrupting. They must be blocked in every thread, and the
/// runtime has threads before the first line of ours: so the process must be born with them blocked.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class SignalQueue : IDisposable
{
    private const int RecordBytes = 128;

    /// <summary>What a process with a queue is to be born with. SIGHUP is blocked for good, and so ignored.</summary>
    public static readonly IReadOnlyList<int> Blocked =
        [Constants.HangUp, Constants.SigInterrupt, Constants.SigTerm, Constants.SigChild];

    private readonly SafeFileHandle _handle;

    private SignalQueue(SafeFileHandle handle) => _handle = handle;

    /// <summary>What to wait for.</summary>
    public PollEntry Interest => new((int)_handle.DangerousGetHandle(), Constants.PollIn);

    /// <summary>Opens the queue; null when this process was not born for it. Its main thread now is.</summary>
    /// <exception cref="IOException">There are too many open files.</exception>
    public static unsafe SignalQueue? Open()
    {
        ulong* signals = stackalloc ulong[LibcSpawn.OpaqueWords];
        ulong* before = stackalloc ulong[LibcSpawn.OpaqueWords];
        Fill(signals, Blocked);
        _ = Libc.SignalMask(Constants.Block, signals, before);
        foreach (int signal in Blocked)
        {
            if (LibcSpawn.IsInSignalSet(before, signal) != 1)
            {
                return null;
            }
        }

        _ = LibcSpawn.RemoveFromSignalSet(signals, Constants.HangUp);
        int descriptor = Libc.SignalFd(-1, signals, Constants.CloseOnExec | Constants.NonBlocking);
        return new SignalQueue(
            new SafeFileHandle(Libc.Checked(descriptor, "Signals can't be queued"), ownsHandle: true));
    }

    /// <summary>Makes a signal set.</summary>
    public static unsafe void Fill(void* set, IReadOnlyList<int> signals)
    {
        _ = LibcSpawn.EmptySignalSet(set);
        foreach (int signal in signals)
        {
            _ = LibcSpawn.AddToSignalSet(set, signal);
        }
    }

    /// <summary>Takes the next signal that waits, if one does.</summary>
    public unsafe bool TryTake(out int signal)
    {
        int* record = stackalloc int[RecordBytes / sizeof(int)];
        bool taken = Libc.Read(_handle, (byte*)record, RecordBytes) == RecordBytes;
        signal = taken ? record[0] : 0;
        return taken;
    }

    public void Dispose() => _handle.Dispose();
}
