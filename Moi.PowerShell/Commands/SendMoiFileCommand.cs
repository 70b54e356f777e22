using System.Management.Automation;
using System.Text;
using System.Text.Json;
using Moi.PowerShell.Completion;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Fleet.Files;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;
using Moi.Protocol.Transfer;

namespace Moi.PowerShell.Commands;

/// <summary>
/// Sends files to a folder on remotes. Each remote has the old file or the new one, never half of it; what was cut off goes on
/// where it was when the same file is sent again.
/// </summary>
[Cmdlet(VerbsCommunications.Send, "MoiFile", SupportsShouldProcess = true)]
[OutputType(typeof(MoiFileResult))]
public sealed class SendMoiFileCommand : ChangingCmdlet
{
    private const int NamedOnes = 5;

    /// <summary>How much of the paths of folders goes into one request.</summary>
    private const int FolderBytes = 64 * 1024;

    private readonly List<string> _piped = [];
    private readonly List<MoiFileResult> _held = [];
    private FileSources? _sources;
    private FileManifest? _sent;

    /// <summary>The files; wildcards may be used. Files can be piped instead. With -Recurse, folders too.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>The folder on the remotes, which must be there: <c>home</c>, <c>tmp</c>, <c>self</c>, <c>bin</c>, an own destination, <c>~</c>, or a path.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public string Destination { get; set; } = string.Empty;

    /// <summary>Files by their exact paths.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>
    /// Sends folders with all that is in them, empty folders too, under their own names below the destination. A link to a file in the folder is
    /// sent as that file; any other link is an error before anything is sent.
    /// </summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>The permissions the files get, as three octal digits such as 755. Those they have here by default.</summary>
    [Parameter]
    [ValidatePattern("^0?[0-7]{3}$")]
    public string? Mode { get; set; }

    /// <summary>
    /// Sends every block to each remote alone. Without it blocks go out once for all, and every remote that the broker lets read them can. Costs
    /// as many times the bytes as there are remotes.
    /// </summary>
    [Parameter]
    public SwitchParameter Private { get; set; }

    /// <summary>The largest block that is sent, in KiB. 128 by default, less where the broker tells that its packets are smaller.</summary>
    [Parameter]
    [ValidateRange(BlockLayout.SmallestBlock / 1024, BlockLayout.LargestBlock / 1024)]
    public int BlockSizeKB { get; set; } = BlockLayout.UsualBlock / 1024;

    /// <summary>Emits a PowerShell job at once, which Receive-Job takes the results from.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            _sources = FileSources.Find(this, [.. _piped], Path, LiteralPath, Recurse);
        }
        catch (FileSourceException e)
        {
            // Before anything is sent: half of what was asked for helps nobody.
            ThrowTerminatingError(Errors.BadArgument(e.Id, e.Message, e.Path));
        }

        if (_sources!.Roots.Count == 0 && Path is null && LiteralPath is null && !MyInvocation.ExpectingInput)
        {
            ThrowTerminatingError(Errors.BadArgument("NoFile", "Say which files to send: Send-MoiFile PATH DESTINATION, or pipe files to it.", null));
        }

        if (_sources.Roots.Count == 0)
        {
            return;
        }

        base.EndProcessing();
    }

    private protected override string AskedVerb => Verb.Push;

    private protected override string Action
    {
        get
        {
            IEnumerable<string?> names = _sources!.Roots.Select(System.IO.Path.GetFileName).Take(NamedOnes);
            string more = _sources.Roots.Count > NamedOnes ? $" and {_sources.Roots.Count - NamedOnes} more" : string.Empty;
            return $"Send {string.Join(", ", names)}{more} to {Destination}";
        }
    }

    private protected override bool IsJobWanted => AsJob;

    private protected override void PrepareJob(IDictionary<string, object?> parameters)
    {
        parameters.Remove(nameof(Path));
        parameters[nameof(LiteralPath)] = _sources!.Roots.ToArray();
    }

    private protected override bool TakesOtherwise(PSObject input)
    {
        if (input.BaseObject is not FileSystemInfo file)
        {
            return false;
        }

        _piped.Add(file.FullName);
        return true;
    }

    private protected override JsonElement AskedArguments(Target target) => throw new NotSupportedException("Each file is a question of its own.");

    private protected override void Act(Target target)
    {
        Target takers = _sources!.Folders.Count == 0 ? target : MakeFolders(target);
        if (takers.IsNobody)
        {
            return;
        }

        FileSends sends = new(Fleet, takers, Patience, Destination)
        {
            Mode = Mode is null ? null : System.Convert.ToInt32(Mode, 8),
            BlockSize = BlockSizeKB * 1024,
            IsPrivate = Private,
        };
        SendFiles(sends);
    }

    private protected override IEnumerable<object> Convert(Outcome outcome)
    {
        PushValue value = Answer.PushOf(outcome);
        yield return new MoiFileResult
        {
            Address = outcome.Address,
            Name = outcome.Name,
            Id = outcome.Id,
            Path = value.Path,
            Bytes = _sent!.Size,
            Sha256 = _sent.Sha256,
            Skipped = value.WasThere,
            Duration = Answer.Duration(value.DurationMilliseconds),
        };
    }

    /// <summary>Of several files, all results come when the last was sent: only then is it known where all of them are.</summary>
    private protected override void Emit(object answer)
    {
        if (_sources!.Files.Count > 1)
        {
            _held.Add((MoiFileResult)answer);
        }
        else
        {
            base.Emit(answer);
        }
    }

    private void SendFiles(FileSends sends)
    {
        List<(SendPlan Plan, Outcome Outcome)> failures = [];
        Dictionary<SendPlan, Action<Outcome>> emitters = [];
        using CommandProgress progress = new(this);
        Guarded(() =>
        {
            try
            {
                foreach (SendEvent sent in sends.RunAsync(_sources!.Files, StopToken).ToBlockingEnumerable(StopToken))
                {
                    switch (sent.Happened)
                    {
                        case AskEvent.Transferring transferring:
                            progress.Show(transferring);
                            break;
                        case AskEvent.Settled { Outcome: { Succeeded: true } outcome }:
                            _sent = sent.Manifest;
                            emitters.TryAdd(sent.Plan, EmitterOf(new Stage(sent.Question.Id)));
                            emitters[sent.Plan](outcome);
                            break;
                        case AskEvent.Settled { Outcome: var outcome } when IsFailure(outcome):
                            failures.Add((sent.Plan, outcome));
                            NoteFailure(outcome);
                            break;
                    }
                }
            }
            catch (PipelineStoppedException)
            {
                // Nobody takes results any more.
                _held.Clear();
                throw;
            }
            finally
            {
                EmitHeld();
            }
        });
        ReportFailures(failures);
        WriteNotices();
    }

    /// <summary>
    /// Emits what was held back, also before an error ends the command: those files are there. A remote that did not take all of them has failed.
    /// </summary>
    private void EmitHeld()
    {
        if (!StopToken.IsCancellationRequested)
        {
            foreach (IGrouping<string, MoiFileResult> ofOne in _held.GroupBy(held => held.Id).OrderBy(ofOne => ofOne.First().Name, StringComparer.Ordinal))
            {
                bool hasAll = ofOne.Count() == _sources!.Files.Count;
                foreach (MoiFileResult held in ofOne.OrderBy(held => held.Path, StringComparer.Ordinal))
                {
                    WriteObject(hasAll ? held : held.AsFailed());
                }
            }
        }

        _held.Clear();
    }

    /// <summary>A remote that does not answer is one error, however many files were for it; one that does not take a file is an error for each.</summary>
    private void ReportFailures(List<(SendPlan Plan, Outcome Outcome)> failures)
    {
        IEnumerable<(SendPlan Plan, Outcome Outcome)> silent = failures.Where(failure => failure.Outcome.Absence is not null).DistinctBy(failure => failure.Outcome.Id);
        foreach ((SendPlan plan, Outcome outcome) in silent.Concat(failures.Where(failure => failure.Outcome.Absence is null))
            .OrderBy(failure => failure.Outcome.Name, StringComparer.Ordinal).ThenBy(failure => failure.Plan.Place, StringComparer.Ordinal))
        {
            Report(Errors.Of(outcome, outcome.Absence is null && _sources!.Files.Count > 1 ? plan.Place : null));
        }
    }

    /// <summary>Makes the folders of the trees.</summary>
    /// <returns>Those that have them.</returns>
    private Target MakeFolders(Target target)
    {
        Target takers = target;
        foreach (string[] some in InPieces(_sources!.Folders))
        {
            List<RemotePresence> made = [];
            FoldersArguments arguments = new(Destination, some);
            Question question = new(
                Verb.Folders, JsonSerializer.SerializeToElement(arguments, MessageJson.Wire.FoldersArguments), takers, Patience with { Changes = true });
            Ask(question, outcome => made.AddRange(Fleet.Presence.Find(outcome.Id) is { } remote ? [remote] : []));
            takers = new Target(Audience.Of([.. made.Select(remote => remote.Id)]), null, made);
            if (takers.IsNobody)
            {
                break;
            }
        }

        return takers;
    }

    private static IEnumerable<string[]> InPieces(IReadOnlyList<string> folders)
    {
        List<string> piece = [];
        int bytes = 0;
        foreach (string folder in folders)
        {
            bytes += Encoding.UTF8.GetByteCount(folder);
            if (bytes > FolderBytes && piece.Count > 0)
            {
                yield return [.. piece];
                piece.Clear();
                bytes = 0;
            }

            piece.Add(folder);
        }

        yield return [.. piece];
    }
}
