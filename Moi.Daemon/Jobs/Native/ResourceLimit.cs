using System.Runtime.InteropServices;

namespace Moi.Daemon.Jobs.Native;

/// <summary>What a process may have of something: now, and the most it may ask for.</summary>
/// <param name="Current">The limit that holds.</param>
/// <param name="Maximum">What it may be raised to.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ResourceLimit(nuint Current, nuint Maximum);
