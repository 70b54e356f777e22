using System.Runtime.Versioning;

using Microsoft.Win32.SafeHandles;

namespace Moi.Daemon.Jobs.Native;

/// <summary>Lets other threads wake the one that waits in poll (an eventfd).</summary>
[SupportedOSPlatform("linux")]
internal sealed class WakeEvent : IDisposable
{
    private readonly SafeFileHandle _handle = new(
        Libc.Checked(
            Libc.EventFd(0, Constants.CloseOnExec | Constants.NonBlocking), "A wake-up event can't be made"),
        ownsHandle: true);

    /// <summary>What to wait for.</summary>
    public PollEntry Interest => new((int)_handle.DangerousGetHandle(), Constants.PollIn);

    /// <summary>Wakes the waiting thread. Does nothing when nobody will ever wait again.</summary>
    public unsafe void Signal()
    {
        ulong one = 1;
        try
        {
            _ = Libc.Write(_handle, (byte*)&one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // The command has ended without this news, after a bounded wait for it.
        }
    }

    public unsafe void Clear()
    {
        ulong count;
        _ = Libc.Read(_handle, (byte*)&count, sizeof(ulong));
    }

    public void Dispose() => _handle.Dispose();
}
