using System.Management.Automation;
using System.Text.Json;
using Moi.PowerShell.Completion;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Fleet.Files;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Commands;

/// <summary>
/// Sends files to a folder on remotes. Each remote has the old file or the new one, never half of it; what was cut off goes on
/// where it was when the same file is sent again.
/// </summary>
[Cmdlet(VerbsCommunications.Send, "MoiFile", SupportsShouldProcess = true)]
[OutputType(typeof(MoiFileResult))]
public sealed class SendMoiFileCommand : RemoteCmdlet
{
    /// <summary>After a crash, a remote takes the request up again for so long.</summary>
    private const int TimeToLive = 3600;

    /// <summary>How long a remote that went offline has to come back and go on.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly List<string> _piped = [];
    private readonly List<MoiFileResult> _held = [];
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private List<string> _sources = [];
    private FileSource? _source;

    /// <summary>The files; wildcards may be used. Files can be piped instead.</summary>
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

    /// <summary>The permissions the files get, as three octal digits such as 755. Those they have here by default.</summary>
    [Parameter]
    [ValidatePattern("^0?[0-7]{3}$")]
    public string? Mode { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _sources = FindSources();
        if (_sources.Count == 0)
        {
            return;
        }

        base.EndProcessing();
        foreach (MoiFileResult held in _held)
        {
            WriteObject(_failed.Contains(held.Id) ? held.AsFailed() : held);
        }
    }

    private protected override string AskedVerb => Verb.Push;

    private protected override string Action =>
        $"Send {string.Join(", ", _sources.Select(System.IO.Path.GetFileName))} to {Destination}";

    private protected override bool IsCancelledWhenStopped => true;

    private protected override bool TakesOtherwise(PSObject input)
    {
        if (input.BaseObject is not FileSystemInfo file)
        {
            return false;
        }

        _piped.Add(file.FullName);
        return true;
    }

    private protected override JsonElement AskedArguments(Target target) => JsonSerializer.SerializeToElement(
        new PushArguments { Destination = Destination, File = Source.Manifest }, MessageJson.Wire.PushArguments);

    private protected override void Act(Target target)
    {
        int? mode = Mode is null ? null : System.Convert.ToInt32(Mode, 8);
        foreach (string path in _sources)
        {
            using FileSource source = Guarded(() => FileSource.Open(path, mode, StopToken));
            _source = source;
            Question question = QuestionFor(target);
            Ask(new FileSending(Fleet, source, question).RunAsync(StopToken), EmitterOf(question), NoteFailure);
        }
    }

    private protected override Question QuestionFor(Target target)
    {
        Question question = base.QuestionFor(target);
        return question with { TimeToLive = TimeToLive, Roll = question.Roll with { Grace = Grace } };
    }

    private protected override IEnumerable<object> Convert(Outcome outcome)
    {
        PushValue value = outcome.Reply!.Value!.Value.Deserialize(MessageJson.Wire.PushValue)!;
        yield return new MoiFileResult
        {
            Address = outcome.Address,
            Name = outcome.Name,
            Id = outcome.Id,
            Path = value.Path,
            Bytes = Source.Manifest.Size,
            Sha256 = Source.Manifest.Sha256,
            Skipped = value.WasThere,
            Duration = TimeSpan.FromMilliseconds(value.DurationMilliseconds),
        };
    }

    /// <summary>Of several files, all results come when the last was sent: only then is it known where all of them are.</summary>
    private protected override void Emit(object answer)
    {
        if (_sources.Count > 1)
        {
            _held.Add((MoiFileResult)answer);
        }
        else
        {
            base.Emit(answer);
        }
    }

    private void NoteFailure(AskEvent happened)
    {
        if (happened is AskEvent.Settled { Outcome: { Succeeded: false } outcome })
        {
            _failed.Add(outcome.Id);
        }
    }

    private FileSource Source => _source ?? throw new InvalidOperationException("No file is open.");

    private List<string> FindSources()
    {
        List<string> found = [.. _piped];
        foreach (string pattern in Path ?? [])
        {
            found.AddRange(Resolve(pattern));
        }

        foreach (string literal in LiteralPath ?? [])
        {
            found.Add(SessionState.Path.GetUnresolvedProviderPathFromPSPath(literal));
        }

        if (found.Count == 0 && Path is null && LiteralPath is null && !MyInvocation.ExpectingInput)
        {
            ThrowTerminatingError(Errors.BadArgument("NoFile", "Say which files to send: Send-MoiFile PATH DESTINATION, or pipe files to it.", null));
        }

        List<string> files = [.. found.Distinct(StringComparer.Ordinal)];
        foreach (string missing in files.Where(file => !File.Exists(file)))
        {
            // Before anything is sent: half of what was asked for helps nobody.
            ThrowTerminatingError(Errors.BadArgument(
                "NoFile",
                System.IO.Directory.Exists(missing) ? $"'{missing}' is a folder; name the files in it." : $"There is no file '{missing}'.",
                missing));
        }

        if (files.GroupBy(System.IO.Path.GetFileName, StringComparer.Ordinal).FirstOrDefault(same => same.Skip(1).Any()) is { } clash)
        {
            ThrowTerminatingError(Errors.BadArgument("SameName", $"Several files are called '{clash.Key}'; each would replace the one before.", clash.Key));
        }

        return files;
    }

    private IEnumerable<string> Resolve(string pattern)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(pattern))
        {
            return [SessionState.Path.GetUnresolvedProviderPathFromPSPath(pattern)];
        }

        // Of another provider than that of files, no path is that of a file.
        return SessionState.Path.GetResolvedProviderPathFromPSPath(pattern, out _).Where(path => !System.IO.Directory.Exists(path));
    }
}
