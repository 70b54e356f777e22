using System.Runtime.InteropServices;

namespace Moi.Daemon.Jobs.Native;

/// <summary>One descriptor to wait for (struct pollfd). A descriptor of -1 is skipped.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry(int descriptor, short wanted)
{
    /// <summary>Nothing to wait for.</summary>
    public static readonly PollEntry None = new(-1, 0);

    public int Descriptor = descriptor;
    public short Wanted = wanted;
    public short Happened;

    /// <summary>Whether what was wanted has happened, or waiting for it is in vain.</summary>
    public readonly bool HasHappened => Happened != 0;
}
