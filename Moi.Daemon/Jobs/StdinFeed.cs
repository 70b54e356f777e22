using System.Runtime.InteropServices;
using System.Runtime.Versioning;

using Microsoft.Win32.SafeHandles;

using Moi.Daemon.Jobs.Native;

namespace Moi.Daemon.Jobs;

/// <summary>Gives a command its standard input, as fast as it takes it.</summary>
/// <param name="pipe">The end to write to; writes to it must not wait.</param>
/// <param name="bytes">What to write.</param>
[SupportedOSPlatform("linux")]
internal sealed class StdinFeed(SafeFileHandle pipe, byte[] bytes)
{
    private int _written;

    /// <summary>What to wait for.</summary>
    public PollEntry Interest =>
        pipe.IsClosed ? PollEntry.None : new PollEntry((int)pipe.DangerousGetHandle(), Constants.PollOut);

    /// <summary>Writes what the pipe takes. At the end, or when nobody reads any more, the pipe is closed.</summary>
    public unsafe void Feed()
    {
        fixed (byte* start = bytes)
        {
            nint written = Libc.Write(pipe, start + _written, bytes.Length - _written);
            if (written < 0 && Marshal.GetLastPInvokeError() is Constants.Interrupted or Constants.TryAgain)
            {
                return;
            }

            _written += (int)Math.Max(0, written);
            if (written < 0 || _written == bytes.Length)
            {
                pipe.Dispose();
            }
        }
    }
}
