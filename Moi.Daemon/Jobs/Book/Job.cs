namespace Moi.Daemon.Jobs.Book;

/// <summary>One job: a command that outlives the request that launched it.</summary>
internal sealed class Job
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile CommandResult? _result;

    /// <param name="record">What is known of it from its start.</param>
    /// <param name="command">Its command, running or not.</param>
    public Job(JobRecord record, RunningCommand command)
    {
        Record = record;
        Command = command;
    }

    /// <summary>What is known of it from its start.</summary>
    public JobRecord Record { get; }

    /// <summary>Its command.</summary>
    public RunningCommand Command { get; }

    /// <summary>Ends when the job has ended and its key says so.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The task of the book that writes its end down; ends early when the book is closed.</summary>
    public Task Following { get; set; } = Task.CompletedTask;

    /// <summary>Whether it runs, or its end is still being written down.</summary>
    public bool IsRunning => !_ended.Task.IsCompleted;

    /// <summary>How it ended; null while it runs and where it is lost.</summary>
    public CommandResult? Result => _result;

    /// <summary>When its end was written down; null before.</summary>
    public DateTime? EndedAt { get; private set; }

    /// <summary>How many bytes of disk it takes, once it has ended.</summary>
    public long DiskBytes { get; private set; }

    /// <summary>Takes in how it ended.</summary>
    /// <param name="result">How; null for lost.</param>
    /// <param name="endedAt">When that was written down.</param>
    /// <param name="diskBytes">How many bytes of disk it takes.</param>
    public void Settle(CommandResult? result, DateTime endedAt, long diskBytes)
    {
        _result = result;
        DiskBytes = diskBytes;
        EndedAt = endedAt;
    }

    /// <summary>Tells everyone that it has ended.</summary>
    public void End() => _ended.TrySetResult();
}
