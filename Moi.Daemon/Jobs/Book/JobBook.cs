using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Moi.Daemon.Keys;
using Moi.Daemon.Verbs;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Jobs.Book;

/// <summary>
/// A remote's jobs: those that run, and the latest that have ended. What it knows stands in their folders, so that the next
/// daemon finds it; the end of a job with a name becomes a key.
/// </summary>
/// <param name="folders">Where the jobs' files are.</param>
/// <param name="keys">Where the results of jobs with a name go.</param>
/// <param name="runner">How to start the process that looks after a job; null to look after it in this one.</param>
/// <param name="limits">How many there may be.</param>
/// <param name="logger">Told of what went wrong.</param>
/// <param name="time">The clock.</param>
internal sealed partial class JobBook(
    JobFolders folders, JobKeys keys, RunnerCommand? runner, JobLimits limits, ILogger logger, TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Job> _jobs = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _starting = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly object _tidying = new();

    /// <summary>All jobs that are kept, the oldest first.</summary>
    public IReadOnlyList<Job> All => [.. _jobs.Values.OrderBy(job => job.Record.StartedAt).ThenBy(job => job.Record.Id, StringComparer.Ordinal)];

    /// <summary>The job with this id; null where none is kept.</summary>
    public Job? Find(string id) => _jobs.GetValueOrDefault(id);

    /// <summary>Takes up what an earlier daemon started: it runs, has ended meanwhile, or is lost.</summary>
    /// <exception cref="StoreException">The folders can't be read.</exception>
    public void Adopt()
    {
        try
        {
            Adopt(folders.ReadAll());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The remote's jobs can't be read: {e.Message}", e);
        }
    }

    /// <summary>Starts a job; returns when its key says that it runs, and it does.</summary>
    /// <param name="operator">Who starts it.</param>
    /// <param name="name">What it is called; null to make up a name, and leave no key.</param>
    /// <param name="spec">What to run; its id becomes the job's.</param>
    /// <exception cref="VerbException">There are too many, or the name or the command can't be used; nothing ran.</exception>
    /// <exception cref="KeyRejectedException">The name is none for a key, or there is no room for it; nothing ran.</exception>
    /// <exception cref="StoreException">The key could not be written; nothing ran.</exception>
    /// <exception cref="IOException">The disk does not take it; nothing ran.</exception>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    /// <exception cref="OperationCanceledException">The daemon ends; nothing ran.</exception>
    public async Task<Job> StartAsync(string @operator, string? name, CommandSpec spec)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException(CommandHost.LinuxOnly);
        }

        await _starting.WaitAsync(_closing.Token).ConfigureAwait(false);
        try
        {
            Check(name, spec);
            JobRecord record = JobRecord.Of(spec.Id, name, spec.Command, @operator, time.GetUtcNow());
            folders.Make(record);
            try
            {
                Job job = new(record, await StartAsync(record, spec).ConfigureAwait(false));
                Follow(job, writesKey: record.IsNamed);
                return job;
            }
            catch
            {
                folders.Delete(record.Id);
                throw;
            }
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Stops a job with all its processes; returns when its end is written down. One that has ended stays as it is.</summary>
    /// <exception cref="IOException">It could not be told to stop.</exception>
    public static async Task StopAsync(Job job)
    {
        try
        {
            await job.Command.StopAsync().ConfigureAwait(false);
        }
        catch (IOException) when (job.Command.Completion.IsFaulted)
        {
            // Its folder can't be used any more; whoever follows it writes it down as lost.
        }

        await job.Ended.ConfigureAwait(false);
    }

    /// <summary>Stops every job.</summary>
    /// <exception cref="IOException">One could not be told to stop.</exception>
    public Task StopAllAsync() => Task.WhenAll(_jobs.Values.Where(job => job.IsRunning).Select(StopAsync));

    /// <summary>
    /// Lets go of the jobs that run: those that have a runner go on, the others, which can't outlive this process, are stopped.
    /// What is being written down is finished.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        // Whoever starts one now finishes that; whoever comes later is turned away.
        await _starting.WaitAsync().ConfigureAwait(false);
        if (runner is null)
        {
            await StopAllAsync().ConfigureAwait(false);
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_jobs.Values.Select(job => job.Following)).ConfigureAwait(false);
    }

    private void Adopt(IReadOnlyList<JobRecord> records)
    {
        HashSet<string> latest = [.. records.GroupBy(record => record.Name, StringComparer.Ordinal).Select(named => named.Last().Id)];
        foreach (JobRecord record in records)
        {
            RunningCommand command = folders.IsLost(record.Id)
                ? new RunningCommand(folders.Of(record.Id), Task.FromResult<CommandResult?>(null), () => { })
                : CommandHost.Adopt(folders.Of(record.Id));

            Follow(new Job(record, command), writesKey: record.IsNamed && latest.Contains(record.Id));
        }
    }

    private void Check(string? name, CommandSpec spec)
    {
        int running = _jobs.Values.Count(job => job.IsRunning);
        if (running >= limits.Running)
        {
            throw new VerbException(FaultCode.Busy, $"{running} jobs run on this remote, and more are not taken: wait for some to end, or stop them.");
        }

        if (_jobs.ContainsKey(spec.Id))
        {
            throw new VerbException(FaultCode.IdReused, "Another operator's job has the request's id.");
        }

        if (name is not null)
        {
            keys.Check(name);
            if (_jobs.Values.Any(job => job.IsRunning && job.Record.Name == name))
            {
                throw new VerbException(
                    FaultCode.JobNameTaken, $"A job called '{name}' runs here: wait for it or stop it, or give another name.");
            }
        }

        try
        {
            spec.Check();
        }
        catch (ArgumentException e)
        {
            throw new VerbException(FaultCode.BadRequest, e.Message);
        }
    }

    /// <summary>The key first: what does not fit into the store is refused before anything runs.</summary>
    private async Task<RunningCommand> StartAsync(JobRecord record, CommandSpec spec)
    {
        if (!record.IsNamed)
        {
            return CommandHost.Start(spec, folders.Of(record.Id), runner);
        }

        JsonElement before = keys.Read(record.Name);
        await keys.WriteAsync(record.Name, JobKey.Running).ConfigureAwait(false);
        try
        {
            return CommandHost.Start(spec, folders.Of(record.Id), runner);
        }
        catch
        {
            await keys.WriteAsync(record.Name, before).ConfigureAwait(false);
            throw;
        }
    }

    private void Follow(Job job, bool writesKey)
    {
        _jobs[job.Record.Id] = job;
        job.Following = FollowAsync(job, writesKey);
    }

    private async Task FollowAsync(Job job, bool writesKey)
    {
        string id = job.Record.Id;
        CommandResult? result = null;
        try
        {
            result = await job.Command.Completion.WaitAsync(_closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            return; // The next daemon takes it up.
        }
        catch (Exception e)
        {
            // Whatever it was, those who wait for the job need an end.
            LogUnusable(logger, id, job.Record.Name, e.Message);
        }

        try
        {
            if (result is null && !folders.IsLost(id))
            {
                LogLost(logger, id, job.Record.Name);
                Try(() => folders.NoteLost(id), id);
            }

            // A key that was changed or erased meanwhile is the operator's.
            if (writesKey && keys.SaysRunning(job.Record.Name))
            {
                await WriteKeyAsync(job, result).ConfigureAwait(false);
            }
        }
        finally
        {
            (long bytes, DateTime endedAt) = (0, time.GetUtcNow().UtcDateTime);
            Try(() => (bytes, endedAt) = folders.Measure(id), id);
            lock (_tidying)
            {
                job.Settle(result, endedAt, bytes);
                Tidy();
            }

            job.End();
        }
    }

    private async Task WriteKeyAsync(Job job, CommandResult? result)
    {
        try
        {
            await keys.WriteEndAsync(job.Record.Name, result, job.Command.Output).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StoreException or KeyRejectedException or IOException)
        {
            // The job's folder has its end all the same; where the key still says running, the next daemon tries again.
            LogNoKey(logger, job.Record.Name, e.Message);
        }
    }

    /// <summary>Forgets the oldest of those that have ended. Who calls it holds the lock.</summary>
    private void Tidy()
    {
        int count = 0;
        long bytes = 0;
        foreach (Job job in _jobs.Values.Where(job => job.EndedAt is not null).OrderByDescending(job => job.EndedAt))
        {
            count++;
            bytes += job.DiskBytes;
            if (count > 1 && (count > limits.Kept || bytes > limits.KeptBytes))
            {
                _jobs.TryRemove(job.Record.Id, out _);
                Try(() => folders.Delete(job.Record.Id), job.Record.Id);
            }
        }
    }

    /// <summary>Does what a daemon can do without.</summary>
    private void Try(Action work, string id)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogFolder(logger, id, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The job {Id}, {Name}, is lost: what looked after it was killed; nothing of it runs any more")]
    private static partial void LogLost(ILogger logger, string id, string name);

    [LoggerMessage(Level = LogLevel.Error, Message = "The job {Id}, {Name}, counts as lost: {Reason}")]
    private static partial void LogUnusable(ILogger logger, string id, string name, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The key of the job {Name} could not be written: {Reason}")]
    private static partial void LogNoKey(ILogger logger, string name, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The folder of the job {Id}: {Reason}")]
    private static partial void LogFolder(ILogger logger, string id, string reason);
}
