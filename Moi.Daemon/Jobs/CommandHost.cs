using System.Runtime.Versioning;

namespace Moi.Daemon.Jobs;

/// <summary>Starts commands, and finds those again that an earlier moid started.</summary>
internal static class CommandHost
{
    /// <summary>What is said on other systems.</summary>
    public const string LinuxOnly = "Commands can be run on Linux only: there is no /bin/sh to run them with here.";

    /// <summary>Starts a command.</summary>
    /// <param name="spec">What to run. Its mark is chosen here.</param>
    /// <param name="directory">A directory for this command alone; made if it is not there.</param>
    /// <param name="runner">
    /// How to start the process of its own that the command gets, and that survives this one; null runs it in this
    /// process, with which it ends.
    /// </param>
    /// <param name="progress">
    /// Is told now and then how many bytes of a stream can be read. Called on a background thread; must not throw.
    /// </param>
    /// <exception cref="ArgumentException">The spec can't be run; the message says why.</exception>
    /// <exception cref="IOException">The directory was used before, or can't be written to.</exception>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public static RunningCommand Start(
        CommandSpec spec, string directory, RunnerCommand? runner, Action<OutputStream, long>? progress = null)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException(LinuxOnly);
        }

        spec.Check();
        directory = Path.GetFullPath(directory);
        spec = spec with
        {
            WorkingDirectory = Path.GetFullPath(spec.WorkingDirectory),
            Mark = Guid.NewGuid().ToString("N"),
        };

        CommandFiles.CreateDirectory(directory);
        CommandLock held = CommandLock.TryTake(directory)
            ?? throw new IOException($"{directory} is in use by another command.");
        try
        {
            CommandFiles.WriteSpec(directory, spec);
        }
        catch
        {
            held.Dispose();
            throw;
        }

        return runner is null
            ? RunHere(spec, directory, held, progress)
            : RunApart(runner, spec, directory, held, progress);
    }

    /// <summary>
    /// Takes up a command that this or an earlier process started with a runner: it may have ended, go on, or be lost.
    /// There is no progress from it, but its output can be read.
    /// </summary>
    /// <exception cref="IOException">The directory can't be read.</exception>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public static RunningCommand Adopt(string directory)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException(LinuxOnly);
        }

        directory = Path.GetFullPath(directory);
        CommandResult? result = CommandFiles.ReadResult(directory);
        return result is null && CommandFiles.ReadSpec(directory) is { } spec
            ? AwaitRunner(directory, spec)
            : new RunningCommand(directory, Task.FromResult(result), () => { });
    }

    [SupportedOSPlatform("linux")]
    private static RunningCommand RunHere(
        CommandSpec spec, string directory, CommandLock held, Action<OutputStream, long>? progress)
    {
        var stop = new CancellationTokenSource();
        Task<CommandResult?> completion = OnOwnThread(() =>
        {
            using (held)
            {
                return (CommandResult?)new Supervisor(spec, directory, signals: null, progress).Run(stop.Token);
            }
        });
        return new RunningCommand(directory, completion, stop.Cancel);
    }

    [SupportedOSPlatform("linux")]
    private static RunningCommand RunApart(
        RunnerCommand runner,
        CommandSpec spec,
        string directory,
        CommandLock held,
        Action<OutputStream, long>? progress)
    {
        Task<CommandResult?> completion = RunnerProcess.Start(runner, spec, directory, held, progress);
        return new RunningCommand(directory, completion, () => RunnerProcess.AskToStop(directory));
    }

    [SupportedOSPlatform("linux")]
    private static RunningCommand AwaitRunner(string directory, CommandSpec spec)
    {
        Task<CommandResult?> completion = OnOwnThread(() =>
        {
            // A runner holds its lock for as long as it lives.
            using (CommandLock.Take(directory))
            {
                return RunnerProcess.Settle(directory, spec);
            }
        });
        return new RunningCommand(directory, completion, () => RunnerProcess.AskToStop(directory));
    }

    private static Task<CommandResult?> OnOwnThread(Func<CommandResult?> work) =>
        Task.Factory.StartNew(
            work,
            CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.RunContinuationsAsynchronously,
            TaskScheduler.Default);
}
