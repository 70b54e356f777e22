using System.Globalization;
using System.IO.Pipes;
using System.Runtime.Versioning;

using Microsoft.Win32.SafeHandles;

using Moi.Daemon.Jobs.Native;

namespace Moi.Daemon.Jobs;

/// <summary>A <see cref="Runner"/> as seen by the moid that starts it or comes back to it.</summary>
[SupportedOSPlatform("linux")]
internal static class RunnerProcess
{
    private const string LockDescriptor = "3";

    /// <summary>Starts a runner and hands it the lock.</summary>
    /// <returns>Its result when it has ended; null when it was lost.</returns>
    public static Task<CommandResult?> Start(
        RunnerCommand runner,
        CommandSpec spec,
        string directory,
        CommandLock held,
        Action<OutputStream, long>? progress)
    {
        using CommandLock inherited = held;
        using Pipe pipe = Pipe.Create(nonBlockingWrites: true);
        using SafeFileHandle log = CommandFiles.CreateOwn(CommandFiles.LogIn(directory));
        var process = new ChildProcess(
            runner.File,
            [.. runner.Arguments, directory, LockDescriptor],
            "/",
            new Dictionary<string, string>())
        {
            BlockedSignals = SignalQueue.Blocked,
            ClosedDescriptors = InheritedDescriptors.All,
        };
        try
        {
            int pid = process.Start([null, pipe.Writing, log, inherited.Handle]);
            return FollowAsync(pid, pipe.TakeReading(), spec, directory, progress);
        }
        catch (ChildStartException error)
        {
            var result = CommandResult.NeverStarted($"The command's runner can't be started. {error.Message}");
            CommandFiles.WriteResult(directory, result, spec.Durable);
            return Task.FromResult<CommandResult?>(result);
        }
    }

    /// <summary>Tells the runner to stop its command: now if it is ready for signals, else as soon as it is.</summary>
    /// <exception cref="IOException">The directory can't be written to.</exception>
    public static void AskToStop(string directory)
    {
        File.WriteAllBytes(CommandFiles.StopIn(directory), []);
        CommandLock.FindOwner(directory)?.Signal(Constants.SigTerm);
    }

    /// <summary>What a runner that is no more has left: its result or, if none, processes to be killed.</summary>
    public static CommandResult? Settle(string directory, CommandSpec spec)
    {
        CommandResult? result = CommandFiles.ReadResult(directory);
        if (result is null)
        {
            new ProcessTree(root: null, spec.Mark).Kill(spec.Grace);
        }

        return result;
    }

    private static async Task<CommandResult?> FollowAsync(
        int pid,
        SafePipeHandle pipe,
        CommandSpec spec,
        string directory,
        Action<OutputStream, long>? progress)
    {
        using var reader = new StreamReader(new AnonymousPipeClientStream(PipeDirection.In, pipe));
        while (await reader.ReadLineAsync() is { } line)
        {
            if (progress is not null && Parse(line) is { } news)
            {
                progress(news.Stream, news.Total);
            }
        }

        // The pipe ends with the process, which only has to be reaped now.
        _ = Libc.WaitPid(pid, out _, 0);
        return Settle(directory, spec);
    }

    private static (OutputStream Stream, long Total)? Parse(string line)
    {
        int space = line.IndexOf(' ');
        OutputStream? stream = line.AsSpan(0, Math.Max(0, space)) switch
        {
            "stdout" => OutputStream.Stdout,
            "stderr" => OutputStream.Stderr,
            _ => null,
        };
        return stream is { } known
            && long.TryParse(line.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long total)
            ? (known, total)
            : null;
    }
}
