using System.Diagnostics;
using System.Runtime.Versioning;

using Moi.Daemon.Jobs.Native;

namespace Moi.Daemon.Jobs;

/// <summary>
/// Runs one command to its end, on the calling thread. When the shell ends by itself, the command has ended: what it
/// left running in the background goes on, but its output is no longer taken.
/// </summary>
/// <param name="spec">What to run.</param>
/// <param name="directory">The command's directory.</param>
/// <param name="signals">
/// The signals of this process, if it serves the command alone: then it also is the reaper of the command's orphans,
/// and all processes below it are the command's.
/// </param>
/// <param name="progress">Is told now and then how many bytes of a stream can be read.</param>
[SupportedOSPlatform("linux")]
internal sealed class Supervisor(
    CommandSpec spec, string directory, SignalQueue? signals, Action<OutputStream, long>? progress)
{
    private const string IdVariable = "MOI_COMMAND_ID";
    private const int Unknown = -1;
    private const int SignalBase = 128;
    private const int KillRounds = 5;

    private static readonly TimeSpan ReapBound = TimeSpan.FromSeconds(1);

    private readonly long _startedAt = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Runs the command and leaves its result in the directory.</summary>
    /// <param name="stop">Ends the command and all its processes.</param>
    /// <exception cref="IOException">The directory can't be written to.</exception>
    public CommandResult Run(CancellationToken stop)
    {
        using var spool = new SpoolWriter(directory, spec.OutputLimitBytes);
        CommandResult result;
        try
        {
            result = stop.IsCancellationRequested
                ? NeverStarted(spool, CommandEnd.Stopped, "It was stopped before it started.")
                : StartAndAwait(spool, stop);
        }
        catch (ChildStartException error)
        {
            result = NeverStarted(spool, CommandEnd.FailedToStart, error.Message);
        }

        CommandFiles.WriteResult(directory, result, spec.Durable);
        return result;
    }

    private CommandResult StartAndAwait(SpoolWriter spool, CancellationToken stop)
    {
        using Pipe stdout = Pipe.Create();
        using Pipe stderr = Pipe.Create();
        using Pipe? stdin = spec.Stdin is { Length: > 0 } ? Pipe.Create(nonBlockingWrites: true) : null;
        using var wake = new WakeEvent();
        int shell = Shell().Start([stdin?.Reading, stdout.Writing, stderr.Writing]);
        stdin?.Reading.Dispose();
        stdout.Writing.Dispose();
        stderr.Writing.Dispose();

        using ExitWatch watch = signals is null ? new ThreadWatch(shell, wake) : new SignalWatch(shell, signals);
        var tree = new ProcessTree(signals is null ? shell : Environment.ProcessId, spec.Mark);
        byte[] buffer = GC.AllocateUninitializedArray<byte>(SpoolLayout.Chunk);
        var output = new OutputLoop(
            new OutputPump(stdout.Reading, OutputStream.Stdout, spool, buffer),
            new OutputPump(stderr.Reading, OutputStream.Stderr, spool, buffer),
            stdin is null ? null : new StdinFeed(stdin.Writing, spec.Stdin!),
            watch,
            wake,
            progress);
        using CancellationTokenRegistration stopping = stop.Register(wake.Signal);

        CommandEnd how;
        string? reason;
        try
        {
            bool inTime = output.PumpUntil(
                () => watch.Exited || watch.StopAsked || stop.IsCancellationRequested, spec.Timeout);
            how = watch.Exited ? CommandEnd.Exited : inTime ? CommandEnd.Stopped : CommandEnd.TimedOut;
            reason = how == CommandEnd.Exited ? null : Kill(tree, watch, output, wake);
            output.Drain();
        }
        catch
        {
            // Nobody would be left to end it.
            tree.Kill(TimeSpan.Zero);
            throw;
        }

        (int? code, int? signal) = watch.Collect();
        reason ??= code is null && signal is null ? "The system did not tell how the shell ended." : null;
        return Result(spool, how, code ?? SignalBase + signal ?? Unknown, signal, reason);
    }

    private ChildProcess Shell() => new(
        "/bin/sh",
        ["-c", spec.Command],
        spec.WorkingDirectory,
        new Dictionary<string, string>(spec.Environment)
        {
            [IdVariable] = spec.Id,
            [ProcessTree.MarkVariable] = spec.Mark,
        })
    {
        // A runner has none: moid closes them when it starts one.
        ClosedDescriptors = signals is null ? InheritedDescriptors.All : [],
    };

    /// <summary>Kills the tree; what its processes still say on the way is taken.</summary>
    private string? Kill(ProcessTree tree, ExitWatch watch, OutputLoop output, WakeEvent wake)
    {
        Task<string?> killing = Task.Factory.StartNew(
            () => KillAndReap(tree, watch),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        _ = killing.ContinueWith(
            _ => wake.Signal(),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        output.PumpUntil(() => killing.IsCompleted, bound: null);
        return killing.GetAwaiter().GetResult();
    }

    private string? KillAndReap(ProcessTree tree, ExitWatch watch)
    {
        List<ProcessEntry> survivors = tree.Kill(spec.Grace);
        bool reaped = watch.AwaitAll(ReapBound);
        for (int round = 1; round < KillRounds && !reaped; round++)
        {
            survivors = tree.Kill(TimeSpan.Zero);
            reaped = watch.AwaitAll(ReapBound);
        }

        return survivors.Count == 0 && reaped
            ? null
            : $"Not all processes could be killed: {string.Join(", ", survivors.Select(process => process.Id))}.";
    }

    private CommandResult NeverStarted(SpoolWriter spool, CommandEnd how, string reason) =>
        Result(spool, how, CommandResult.NeverStartedCode, signal: null, reason);

    private CommandResult Result(SpoolWriter spool, CommandEnd how, int exitCode, int? signal, string? reason)
    {
        long duration = _clock.ElapsedMilliseconds;
        (StreamResult stdout, StreamResult stderr) = spool.Finish(spec.Durable);
        string? lost = spool.Failure is { } failure ? $"Not all output could be kept: {failure}" : null;
        string? reasons = reason is null || lost is null ? reason ?? lost : $"{reason} {lost}";
        return new CommandResult(how, exitCode, signal, _startedAt, duration, stdout, stderr, reasons);
    }
}
