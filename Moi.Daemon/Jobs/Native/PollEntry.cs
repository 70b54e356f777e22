using System.Runtime.InteropServices;

namespace Moi.Daemon.Jobs.Native;

/// <summary>One descriptor to wait for (struct pollfd). A descriptor of -1 is skipped.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry(int descriptor, short wanted)
{
    public int Descriptor = descriptor;
    public short Wanted = wanted;
    public short Happened;
}
