using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Fleet.Files;
using Moi.PowerShell.Sessions;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;
using Moi.Protocol.Transfer;

namespace Moi.PowerShell.Commands;

/// <summary>
/// Fetches files from remotes. What is here in the end is the old file or the new one, never half of it; what was cut off goes on where it was
/// when it is fetched again. A file that is here already is replaced.
/// </summary>
[Cmdlet(VerbsCommunications.Receive, "MoiFile", SupportsShouldProcess = true)]
[OutputType(typeof(MoiReceivedFile))]
public sealed class ReceiveMoiFileCommand : RemoteCmdlet
{
    /// <summary>How many bytes may be on the way to this machine, from all remotes together.</summary>
    private const int WindowOfAll = 8 * 1024 * 1024;

    private readonly Dictionary<string, RemoteFiles> _remotes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _gone = new(StringComparer.Ordinal);
    private readonly List<string> _withoutFiles = [];
    private readonly List<ErrorRecord> _withoutPlace = [];
    private readonly DateTimeOffset _begun = DateTimeOffset.UtcNow;
    private LocalPlace? _place;
    private FetchPlans? _plans;
    private FetchClashException? _clash;

    /// <summary>
    /// The file on the remotes: <c>home/x</c>, <c>tmp/x</c> or below an own destination, <c>~/x</c>, or a path; anything else is below
    /// <c>self</c>. Each part may have wildcards, which the remote looks up.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string RemotePath { get; set; } = string.Empty;

    /// <summary>
    /// Where it goes here: a folder, or a name in which <c>%n</c> is the remote's name, <c>%a</c> its address, <c>%t</c> the Unix time, <c>%%</c> a
    /// per cent sign. In a folder, the file's name gets <c>default_pull_pattern</c> of the configuration before it, <c>%n-%a-</c> where that says
    /// nothing. The current folder by default.
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = ".";

    /// <summary>How many files are fetched at a time. 8 by default.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>The largest block that is sent, in KiB. 128 by default, less where the broker tells that its packets are smaller.</summary>
    [Parameter]
    [ValidateRange(BlockLayout.SmallestBlock / 1024, BlockLayout.LargestBlock / 1024)]
    public int BlockSizeKB { get; set; } = BlockLayout.UsualBlock / 1024;

    /// <summary>Leaves a file that is here already as it is, and reports an error instead.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Emits a PowerShell job at once, which Receive-Job takes the results from.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        string prefix = Guarded(() => OperatorSettings.Load(this)).DefaultPullPattern;
        try
        {
            _place = LocalPlace.Parse(Destination, path => LocalPath.Resolve(this, path), prefix, _begun);
        }
        catch (MoiException e)
        {
            ThrowTerminatingError(Errors.BadArgument("BadDestination", e.Message, Destination));
        }
    }

    private protected override string AskedVerb => Verb.Files;

    private protected override string Action => $"Receive {RemotePath}";

    private protected override bool IsJobWanted => AsJob;

    private protected override bool IsStage => false;

    private protected override void PrepareJob(IDictionary<string, object?> parameters) => parameters[nameof(Destination)] = _place!.Text;

    private protected override JsonElement AskedArguments(Target target) =>
        JsonSerializer.SerializeToElement(new FilesArguments(RemotePath), MessageJson.Wire.FilesArguments);

    private protected override Question QuestionFor(Target target)
    {
        Question question = base.QuestionFor(target);
        return question with { Roll = question.Roll with { Changes = false } };
    }

    private protected override IEnumerable<object> Convert(Outcome outcome)
    {
        IReadOnlyList<FoundFile> files = Answer.FilesOf(outcome);
        if (files.Count == 0)
        {
            _withoutFiles.Add(outcome.Name);
        }

        return files.Select(file => new Found(outcome, file));
    }

    /// <summary>What a remote has is planned, and fetched when all have told.</summary>
    private protected override void Emit(object answer)
    {
        Found found = (Found)answer;
        try
        {
            _plans!.Add(found.Outcome.Id, found.Outcome.Address, found.Outcome.Name, found.File);
        }
        catch (MoiException e)
        {
            _withoutPlace.Add(Errors.NoPlace(found.Outcome, found.File.Path, e.Message));
        }
        catch (FetchClashException e)
        {
            _clash ??= e;
        }
    }

    /// <summary>Finds out what there is to fetch, and where it goes, before the person is asked.</summary>
    private protected override Target Confirm(Target target)
    {
        _plans = new FetchPlans(RemotePath, _place!, mayReplace: !NoClobber);
        Question question = QuestionFor(target);
        Ask(question, EmitterOf(stage: null));
        if (_clash is not null)
        {
            ThrowTerminatingError(Errors.SamePath(_clash));
        }

        if (_withoutFiles.Count > 0)
        {
            WriteWarning($"Nothing is called '{RemotePath}' on {string.Join(", ", _withoutFiles.Order(StringComparer.Ordinal))}.");
        }

        if (this.IsWhatIf())
        {
            _withoutPlace.ForEach(Report);
            foreach (FetchPlan plan in _plans.All)
            {
                ShouldProcess($"{plan.Described} ({plan.Size} bytes)", $"Receive as {plan.LocalPath}");
            }

            return Target.Nobody;
        }

        List<RemotePresence> meant = [.. _plans.All.Select(plan => plan.Id).Distinct().Select(Fleet.Presence.Find).OfType<RemotePresence>()];
        if (meant.Count > 0)
        {
            string who = string.Join(", ", meant.Select(remote => remote.Name));
            return ShouldProcess(who, $"Receive {_plans.All.Count} files like {RemotePath}")
                ? new Target(Audience.Of([.. meant.Select(remote => remote.Id)]), null, meant)
                : Target.Nobody;
        }

        _withoutPlace.ForEach(Report);
        return Target.Nobody;
    }

    private protected override void Act(Target target)
    {
        List<FetchPlan> plans = OneOfEachInTurn(_plans!.All);
        List<ErrorRecord> failures = [.. _withoutPlace];
        int blockSize = Guarded(() => Fleet.Transfers.LargestBlock(BlockSizeKB * 1024));
        int window = Math.Clamp(WindowOfAll / Math.Min(ThrottleLimit, plans.Count), blockSize, SenderOptions.UsualWindow);
        foreach (FetchPlan plan in plans)
        {
            _remotes.TryAdd(plan.Id, new RemoteFiles());
            _remotes[plan.Id].Open++;
        }

        using CommandProgress progress = new(this);
        FetchProgress done = new(plans);
        Guarded(() =>
        {
            try
            {
                foreach (FetchEvent happened in ManyAtOnce.RunAsync(
                    plans, ThrottleLimit, (plan, cancel) => FetchAsync(plan, blockSize, window, cancel), StopToken).ToBlockingEnumerable(StopToken))
                {
                    done.See(happened);
                    if (happened is FetchEvent.Moved)
                    {
                        progress.Show(done.Files, plans.Count, done.Bytes, done.Size);
                    }
                    else
                    {
                        Settle(happened, failures);
                    }
                }
            }
            catch (Exception e) when (e is not PipelineStoppedException && !StopToken.IsCancellationRequested)
            {
                // What is here already is told before the error ends the command.
                foreach (RemoteFiles remote in _remotes.Values.Where(remote => remote.Open > 0))
                {
                    EmitFetched(remote, success: false);
                }

                throw;
            }
        });
        failures.ForEach(Report);
        WriteNotices();
    }

    /// <summary>The first file of each remote, then the second of each, and so on: none has to give all at once.</summary>
    private static List<FetchPlan> OneOfEachInTurn(IEnumerable<FetchPlan> plans) =>
    [
        .. plans.GroupBy(plan => plan.Id).SelectMany(ofOne => ofOne.Select((plan, turn) => (plan, turn))).OrderBy(pair => pair.turn).Select(pair => pair.plan),
    ];

    private async IAsyncEnumerable<FetchEvent> FetchAsync(
        FetchPlan plan, int blockSize, int window, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_gone.ContainsKey(plan.Id))
        {
            yield return new FetchEvent.PassedOver(plan);
            yield break;
        }

        RollOptions roll = Patience;
        TimeSpan? left = roll.Total is { } total ? total - (DateTimeOffset.UtcNow - _begun) : null;
        FileFetch fetch = new(Fleet, plan, roll with { Total = left < TimeSpan.Zero ? TimeSpan.Zero : left }, blockSize, window);
        await foreach (FetchEvent happened in fetch.RunAsync(cancellationToken).ConfigureAwait(false))
        {
            if (happened is FetchEvent.Refused { Outcome.Absence: not null })
            {
                _gone[plan.Id] = true;
            }

            yield return happened;
        }
    }

    /// <summary>A remote's results come when its last file is settled: only then is it known whether all are here.</summary>
    private void Settle(FetchEvent happened, List<ErrorRecord> failures)
    {
        RemoteFiles remote = _remotes[happened.Plan.Id];
        remote.Open--;
        switch (happened)
        {
            case FetchEvent.Fetched fetched:
                remote.Fetched.Add(fetched);
                break;
            case FetchEvent.Refused { Outcome: var outcome }:
                failures.Add(Errors.Of(outcome));
                remote.HasFailed = true;
                break;
            case FetchEvent.Failed failed:
                failures.Add(Errors.CannotReceive(failed.Plan, failed.Code, failed.Reason));
                remote.HasFailed = true;
                break;
        }

        if (remote.Open == 0)
        {
            EmitFetched(remote, !remote.HasFailed);
        }
    }

    private void EmitFetched(RemoteFiles remote, bool success)
    {
        foreach (FetchEvent.Fetched fetched in remote.Fetched.OrderBy(fetched => fetched.Plan.RemotePath, StringComparer.Ordinal))
        {
            WriteObject(ResultOf(fetched, success));
        }
    }

    private static MoiReceivedFile ResultOf(FetchEvent.Fetched fetched, bool success) => new()
    {
        Address = fetched.Plan.Address,
        Name = fetched.Plan.Name,
        Id = fetched.Plan.Id,
        Success = success,
        RemotePath = fetched.Plan.RemotePath,
        Path = fetched.Plan.LocalPath,
        Bytes = fetched.Manifest.Size,
        Sha256 = fetched.Manifest.Sha256,
        Skipped = fetched.WasThere,
        Duration = fetched.Duration,
    };

    private sealed record Found(Outcome Outcome, FoundFile File);

    /// <summary>What has come of one remote's files.</summary>
    private sealed class RemoteFiles
    {
        public int Open { get; set; }

        public bool HasFailed { get; set; }

        public List<FetchEvent.Fetched> Fetched { get; } = [];
    }
}
