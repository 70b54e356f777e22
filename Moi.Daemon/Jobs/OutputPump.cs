using System.Runtime.InteropServices;
using System.Runtime.Versioning;

using Microsoft.Win32.SafeHandles;

using Moi.Daemon.Jobs.Native;

namespace Moi.Daemon.Jobs;

/// <summary>Moves one of a command's streams from its pipe into the spool.</summary>
/// <param name="pipe">The end to read from.</param>
/// <param name="stream">Which stream comes out of it.</param>
/// <param name="spool">Where it goes.</param>
/// <param name="buffer">What it passes through; of <see cref="SpoolLayout.Chunk"/> bytes at most.</param>
[SupportedOSPlatform("linux")]
internal sealed class OutputPump(SafeFileHandle pipe, OutputStream stream, SpoolWriter spool, byte[] buffer)
{
    private bool _open = true;
    private long _total;
    private long _reported;

    /// <summary>What to wait for.</summary>
    public PollEntry Interest =>
        _open ? new PollEntry((int)pipe.DangerousGetHandle(), Constants.PollIn) : PollEntry.None;

    /// <summary>Whether more of the stream can be read than was reported.</summary>
    public bool HasNews => _total > _reported;

    /// <summary>Tells the news, if any: how many bytes of the stream can be read from the spool.</summary>
    public void Report(Action<OutputStream, long>? progress)
    {
        if (HasNews)
        {
            _reported = _total;
            progress?.Invoke(stream, _total);
        }
    }

    /// <summary>Moves what is there, up to <paramref name="most"/> bytes. Waits if nothing is.</summary>
    /// <returns>How many bytes were moved; none at the end of the stream.</returns>
    public unsafe int Move(int most = SpoolLayout.Chunk)
    {
        nint read;
        fixed (byte* start = buffer)
        {
            do
            {
                read = Libc.Read(pipe, start, Math.Min(most, buffer.Length));
            }
            while (read < 0 && Marshal.GetLastPInvokeError() == Constants.Interrupted);
        }

        if (read <= 0)
        {
            _open = false;
            return 0;
        }

        _total = spool.Append(stream, buffer.AsSpan(0, (int)read));
        return (int)read;
    }

    /// <summary>
    /// Moves what the pipe holds now, and does not wait for more: a background process may keep it open, and writing,
    /// for ever.
    /// </summary>
    public unsafe void Drain()
    {
        int left = Libc.Fcntl(pipe, Constants.GetPipeSize, 0);
        while (_open && left > 0)
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
