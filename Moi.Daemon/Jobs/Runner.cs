using System.Globalization;
using System.Runtime.Versioning;
using System.Text;

using Microsoft.Win32.SafeHandles;

using Moi.Daemon.Jobs.Native;

namespace Moi.Daemon.Jobs;

/// <summary>
/// The process a command has to itself: <c>moid runner DIRECTORY [LOCK]</c>. It outlives the moid that started it, and
/// its start costs little: no configuration, no logging. SIGTERM and SIGINT stop the command. On standard output it
/// says how many bytes can be read, in lines such as <c>stdout 4096</c>; nobody needs to listen.
/// </summary>
internal static class Runner
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int StdoutDescriptor = 1;

    /// <summary>Runs the command whose <c>spec.json</c> is in a directory.</summary>
    /// <param name="arguments">The directory and, if it is inherited, the descriptor of its lock.</param>
    /// <returns>The process's exit code: 0 when the command has a result, whatever it is.</returns>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException(CommandHost.LinuxOnly);
        }

        int lockDescriptor = -1;
        if (arguments.Length is < 1 or > 2
            || (arguments.Length == 2
                && !int.TryParse(arguments[1], NumberStyles.None, CultureInfo.InvariantCulture, out lockDescriptor)))
        {
            Console.Error.WriteLine("usage: moid runner DIRECTORY [LOCK]");
            return Failed;
        }

        try
        {
            Run(Path.GetFullPath(arguments[0]), lockDescriptor);
            return Done;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(error.Message);
            return Failed;
        }
    }

    [SupportedOSPlatform("linux")]
    private static void Run(string directory, int lockDescriptor)
    {
        using SignalQueue signals = SignalQueue.Open() ?? throw BeginAgain(directory);
        using CommandLock held = lockDescriptor >= 0
            ? CommandLock.Inherited(lockDescriptor)
            : CommandLock.TryTake(directory) ?? throw new IOException($"{directory} has a runner already.");
        if (File.Exists(CommandFiles.ResultIn(directory)))
        {
            throw new IOException($"The command in {directory} has run already.");
        }

        CommandSpec spec = CommandFiles.ReadSpec(directory)
            ?? throw new IOException($"There is no command in {directory}.");
        _ = Libc.SetSid();
        Libc.Checked(Libc.Prctl(Constants.SetChildSubreaper, 1, 0, 0, 0), "Orphans can't be adopted");

        // A stop before this was not signalled, but has left its file; one after it finds whom to signal.
        held.WriteOwner();
        var stop = new CancellationToken(canceled: File.Exists(CommandFiles.StopIn(directory)));
        using var stdout = new SafeFileHandle(StdoutDescriptor, ownsHandle: false);
        new Supervisor(spec, directory, signals, (stream, total) => Say(stdout, stream, total)).Run(stop);
    }

    // Moid starts its runners with their signals blocked and without strange descriptors; this is for one that somebody
    // else has started.
    [SupportedOSPlatform("linux")]
    private static unsafe IOException BeginAgain(string directory)
    {
        RunnerCommand self = RunnerCommand.OfThisProcess()
            ?? throw new IOException("A runner is a process of its own.");
        foreach (int descriptor in InheritedDescriptors.All)
        {
            _ = Libc.Fcntl(descriptor, Constants.SetDescriptorFlags, Constants.DescriptorClosesOnExec);
        }

        using var arguments = new StringVector([self.File, .. self.Arguments, directory]);
        _ = Libc.Exec(self.File, arguments.Pointer);
        return new IOException($"{self.File} can't be started: {Libc.LastErrorText()}.");
    }

    // A full pipe or one that nobody reads loses the line: the next one says more, and the result everything.
    [SupportedOSPlatform("linux")]
    private static unsafe void Say(SafeFileHandle stdout, OutputStream stream, long total)
    {
        string name = stream == OutputStream.Stdout ? "stdout" : "stderr";
        byte[] line = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name} {total}\n"));
        fixed (byte* start = line)
        {
            _ = Libc.Write(stdout, start, line.Length);
        }
    }
}
