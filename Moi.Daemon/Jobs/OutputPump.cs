using System.Runtime.InteropServices;
using System.Runtime.Versioning;

using Microsoft.Win32.SafeHandles;

using Moi.Daemon.Jobs.Native;

namespace Moi.Daemon.Jobs;

/// <summary>Moves one of a command's streams from its pipe into the spool.</summary>
/// <param name="pipe">The end to read from.</param>
/// <param name="stream">Which stream comes out of it.</param>
/// <param name="spool">Where it goes.</param>
[SupportedOSPlatform("linux")]
internal sealed class OutputPump(SafeFileHandle pipe, OutputStream stream, SpoolWriter spool)
{
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(SpoolLayout.Chunk);

    /// <summary>Which stream this is.</summary>
    public OutputStream Stream => stream;

    /// <summary>Whether somebody may still write to the pipe.</summary>
    public bool Open { get; private set; } = true;

    /// <summary>How many bytes of the stream can be read from the spool.</summary>
    public long Total { get; private set; }

    /// <summary>What to wait for.</summary>
    public PollEntry Interest => new(Open ? (int)pipe.DangerousGetHandle() : -1, Constants.PollIn);

    /// <summary>Moves what is there, up to <paramref name="most"/> bytes. Waits if nothing is.</summary>
    /// <returns>How many bytes were moved; none at the end of the stream.</returns>
    public unsafe int Move(int most = SpoolLayout.Chunk)
    {
        nint read;
        fixed (byte* buffer = _buffer)
        {
            do
            {
                read = Libc.Read(pipe, buffer, Math.Min(most, _buffer.Length));
            }
            while (read < 0 && Marshal.GetLastPInvokeError() == Constants.Interrupted);
        }

        if (read <= 0)
        {
            Open = false;
            return 0;
        }

        Total = spool.Append(stream, _buffer.AsSpan(0, (int)read));
        return (int)read;
    }

    /// <summary>
    /// Moves what the pipe holds now, and does not wait for more: a background process may keep it open, and writing,
    /// for ever.
    /// </summary>
    public unsafe void Drain()
    {
        int left = Libc.Fcntl(pipe, Constants.GetPipeSize, 0);
        while (Open && left > 0)
        {
            PollEntry entry = Interest;
            if (Libc.Poll(&entry, 1, 0) <= 0)
            {
                return;
            }

            left -= Move(left);
        }
    }
}
