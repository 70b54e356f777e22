using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Engine = System.Management.Automation.PowerShell;

namespace Moi.PowerShell.Commands.Background;

/// <summary>
/// The PowerShell job of a command with -AsJob: it runs the command in a runspace of its own, so that what it emits and
/// complains of is what it would in the foreground. Stopping it stops the command, which ends what runs on the remotes.
/// </summary>
internal sealed class RequestJob : Job
{
    /// <summary>How long a command may take to stop: it tells the remotes, for a second at the most.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private const int LongestProgress = 20;

    private readonly Runspace _runspace;
    private readonly Engine _engine;
    private readonly IAsyncDisposable _connection;

    /// <param name="line">What was typed.</param>
    /// <param name="location">Where it is asked: the broker.</param>
    /// <param name="name">The command's name.</param>
    /// <param name="command">The command's class.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="connection">What it holds as long as it runs.</param>
    public RequestJob(
        string line, string location, string name, Type command, IReadOnlyDictionary<string, object?> parameters, IAsyncDisposable connection)
        : base(line)
    {
        PSJobTypeName = "MoiRequest";
        Location = location;
        _connection = connection;
        InitialSessionState nothingElse = InitialSessionState.Create();
        nothingElse.Commands.Add(new SessionStateCmdletEntry(name, command, null));
        _runspace = RunspaceFactory.CreateRunspace(nothingElse);
        _engine = Engine.Create();
        _engine.Runspace = _runspace;
        _engine.AddCommand(name);
        foreach ((string parameter, object? value) in parameters)
        {
            _engine.AddParameter(parameter, value);
        }

        _engine.Streams.Error = Error;
        _engine.Streams.Warning = Warning;
        _engine.Streams.Verbose = Verbose;
        _engine.Streams.Debug = Debug;
        _engine.Streams.Progress = Progress;
        Progress.DataAdded += (_, _) => KeepLatestProgress();
        _engine.Streams.Information = Information;
    }

    /// <inheritdoc/>
    public override string Location { get; }

    /// <inheritdoc/>
    public override string StatusMessage => string.Empty;

    /// <inheritdoc/>
    public override bool HasMoreData =>
        !IsOver || Output.Count > 0 || Error.Count > 0 || Warning.Count > 0 || Verbose.Count > 0 || Information.Count > 0;

    private bool IsOver => JobStateInfo.State is JobState.Completed or JobState.Failed or JobState.Stopped;

    /// <summary>Begins to ask.</summary>
    public void Start()
    {
        _runspace.Open();
        SetJobState(JobState.Running);
        _ = FollowAsync(Task.Factory.FromAsync(_engine.BeginInvoke<PSObject, PSObject>(null, Output), _engine.EndInvoke));
    }

    /// <inheritdoc/>
    public override void StopJob()
    {
        if (!IsOver)
        {
            _engine.Stop();
            Finished.WaitOne(StopTimeout);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            StopJob();
            _engine.Dispose();
            _runspace.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>A job may last for days, and nobody may look at it.</summary>
    private void KeepLatestProgress()
    {
        if (Progress.Count > LongestProgress)
        {
            Progress.ReadAll();
        }
    }

    private async Task FollowAsync(Task running)
    {
        JobState end = JobState.Completed;
        try
        {
            await running.ConfigureAwait(false);
        }
        catch (PipelineStoppedException)
        {
            end = JobState.Stopped;
        }
        catch (RuntimeException e)
        {
            // What would have ended the command in the foreground.
            end = JobState.Failed;
            Error.Add(e.ErrorRecord);
        }
        catch (Exception e)
        {
            // Whatever it was, those who wait for the job need an end.
            end = JobState.Failed;
            Error.Add(new ErrorRecord(e, "JobFailed", ErrorCategory.NotSpecified, null));
        }

        // Off the thread that ran the command: whoever waits for the job may go on from here, and dispose of it.
        await Task.Yield();
        Output.Complete();
        Error.Complete();
        Warning.Complete();
        Verbose.Complete();
        Debug.Complete();
        Progress.Complete();
        Information.Complete();
        _runspace.CloseAsync();
        try
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            SetJobState(end);
        }
    }
}
