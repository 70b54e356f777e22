using System.Runtime.Versioning;

using Microsoft.Win32.SafeHandles;

namespace Moi.Daemon.Jobs.Native;

/// <summary>The two ends of a pipe, neither of which a child inherits unless it is handed over.</summary>
[SupportedOSPlatform("linux")]
internal sealed class Pipe : IDisposable
{
    private Pipe(int reading, int writing)
    {
        Reading = new SafeFileHandle(reading, ownsHandle: true);
        Writing = new SafeFileHandle(writing, ownsHandle: true);
    }

    public SafeFileHandle Reading { get; }

    public SafeFileHandle Writing { get; }

    /// <summary>Makes a pipe; a write to a full one waits, unless <paramref name="nonBlockingWrites"/>.</summary>
    /// <exception cref="IOException">There are too many open files.</exception>
    public static unsafe Pipe Create(bool nonBlockingWrites = false)
    {
        int* ends = stackalloc int[2];
        Libc.Checked(Libc.Pipe2(ends, Constants.CloseOnExec), "A pipe can't be made");
        var pipe = new Pipe(ends[0], ends[1]);
        if (nonBlockingWrites)
        {
            _ = Libc.Fcntl(pipe.Writing, Constants.SetStatusFlags, Constants.NonBlocking);
        }

        return pipe;
    }

    /// <summary>Hands over the end to read from, as .NET's pipe streams take it.</summary>
    public SafePipeHandle TakeReading()
    {
        var taken = new SafePipeHandle(Reading.DangerousGetHandle(), ownsHandle: true);
        Reading.SetHandleAsInvalid();
        return taken;
    }

    public void Dispose()
    {
        Reading.Dispose();
        Writing.Dispose();
    }
}
