using System.ComponentModel;
using System.Management.Automation;
using System.Text.Json;
using Moi.PowerShell.Completion;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Commands;

/// <summary>
/// A command on jobs of remotes. Jobs that are piped in are meant exactly, each on its remote; all of them go into one request.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class JobCmdlet : RemoteCmdlet
{
    private readonly HashSet<string> _found = new(StringComparer.OrdinalIgnoreCase);
    private JobSelection _selection = new();

    /// <summary>Only jobs of these names; wildcards may be used.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobNameCompleter))]
    public string[]? JobName { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if ((InputObject ?? []).Select(input => input.BaseObject).OfType<Job>().FirstOrDefault() is { } foreign)
        {
            ThrowTerminatingError(Errors.NotAMoiJob(foreign));
        }

        base.ProcessRecord();
    }

    private protected override void Process()
    {
        base.Process();
        if (IsJobWanted || this.IsWhatIf() || MeansRemotes || FailedRemotes.Count > 0)
        {
            return;
        }

        foreach (string name in (JobName ?? []).Where(name => !WildcardPattern.ContainsWildcardCharacters(name) && !_found.Contains(name)))
        {
            WriteError(Errors.JobNotFound(name));
        }
    }

    /// <summary>Whether it is said which remotes are meant, so that one without the job is a failure.</summary>
    private protected bool MeansRemotes => Name is not null || Group is not null || InputObject is not null;

    /// <summary>Ends the command where nothing says which jobs are meant.</summary>
    private protected void RequireJobs()
    {
        if (JobName is null && !MeansRemotes && Filter is null && !MyInvocation.ExpectingInput)
        {
            ThrowTerminatingError(Errors.NoJobGiven(MyInvocation.MyCommand.Name));
        }
    }

    /// <remarks>A remote answers with several jobs, some of which may have failed.</remarks>
    private protected sealed override bool IsStage => false;

    private protected override JsonElement AskedArguments(Target target)
    {
        _selection = SelectionFor(target);
        return JsonSerializer.SerializeToElement(_selection, MessageJson.Wire.JobSelection);
    }

    private protected override bool IsPassedOver(Outcome failure) =>
        failure is { Reply.Error.Code: FaultCode.NoSuchJob } && !MeansRemotes;

    /// <summary>The jobs that one remote told of. What was asked for and is not among them is reported.</summary>
    private protected IReadOnlyList<JobValue> JobsOf(Outcome outcome)
    {
        IReadOnlyList<JobValue> jobs = Answer.JobsOf(outcome);
        _found.UnionWith(jobs.Select(job => job.Name));
        Session.SeenJobs.Add(jobs.Select(job => job.Name));
        foreach (string id in (_selection.IdsFor(outcome.Id) ?? []).Except(jobs.Select(job => job.Id), StringComparer.Ordinal))
        {
            WriteError(Errors.JobForgotten(outcome, id));
        }

        return jobs;
    }

    private JobSelection SelectionFor(Target target)
    {
        JobSelection selection = new() { Names = JobName, Inline = InlineFor(target) };
        if (!Input.Any(input => input.Properties["JobId"] is not null))
        {
            return selection;
        }

        // Jobs came in: those are meant and no others. A remote of which none is left means none, and not all that run there.
        Dictionary<string, IReadOnlyList<string>> given = GivenJobs();
        foreach (RemotePresence remote in target.Expected)
        {
            given.TryAdd(remote.Id, []);
        }

        IReadOnlyList<string> first = given.Values.First();
        return given.Values.All(ids => ids.SequenceEqual(first)) ? selection with { Ids = first } : selection with { Of = given };
    }

    /// <summary>The ids of the jobs that came in and have a name that is meant, by the remote's id.</summary>
    private Dictionary<string, IReadOnlyList<string>> GivenJobs()
    {
        List<WildcardPattern>? names = JobName?.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase)).ToList();
        Dictionary<string, SortedSet<string>> jobs = new(StringComparer.Ordinal);
        foreach (PSObject input in Input.Where(input => names is null || names.Any(name => name.IsMatch(input.Properties["JobName"]?.Value as string ?? string.Empty))))
        {
            if (input.Properties["JobId"]?.Value is { } id && RemoteReference.AllOf(input) is [var reference] && reference.Find(Fleet.Presence) is [RemotePresence remote])
            {
                jobs.TryAdd(remote.Id, new SortedSet<string>(StringComparer.Ordinal));
                jobs[remote.Id].Add(id.ToString()!);
            }
        }

        return jobs.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)[.. pair.Value], StringComparer.Ordinal);
    }
}
