using System.Management.Automation;
using System.Text.Json;
using Moi.PowerShell.Completion;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Fleet.Files;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;
using Moi.Protocol.Transport;
using Moi.Protocol.Trust;

namespace Moi.PowerShell.Commands;

/// <summary>Sends a file to remotes, and runs it, or a command that needs it, on each that has it then.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "MoiScript", SupportsShouldProcess = true)]
[OutputType(typeof(MoiRunResult), typeof(MoiOutputLine))]
public sealed class InvokeMoiScriptCommand : RunningCmdlet
{
    private const int OwnerMayExecute = 0x40;
    private const int LookedAt = 64 * 1024;

    /// <summary>How long a command that was stopped takes over the removal, at the most.</summary>
    private static readonly TimeSpan HastyCleanup = TimeSpan.FromSeconds(2);

    private string _file = string.Empty;
    private string _command = string.Empty;
    private bool _hasWarned;

    /// <summary>The file.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The folder on the remotes that it goes to and is run in: <c>tmp</c> (the default), <c>home</c>, <c>self</c>, <c>bin</c>, an own destination, or a path.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DestinationCompleter))]
    public string Destination { get; set; } = "tmp";

    /// <summary>What is run, one text for the remote's <c>/bin/sh -c</c>. The file itself by default.</summary>
    [Parameter(Position = 2)]
    [ValidateNotNullOrEmpty]
    public string? Command { get; set; }

    /// <summary>Arguments, each of which reaches the command as it is here, blanks and quotes included.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[]? ArgumentList { get; set; }

    /// <summary>Removes the file from the remotes afterwards, whatever came of the run.</summary>
    [Parameter]
    public SwitchParameter Cleanup { get; set; }

    /// <summary>Sends every block of the file to each remote alone, as with Send-MoiFile.</summary>
    [Parameter]
    public SwitchParameter Private { get; set; }

    /// <summary>Emits each line while the command runs, and then the result.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

    /// <summary>Emits a PowerShell job at once, which Receive-Job takes the results from. Stop-Job ends the command on the remotes.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            _file = LocalPath.Resolve(this, Path);
        }
        catch (MoiException e)
        {
            ThrowTerminatingError(Errors.BadArgument("NoFile", e.Message, Path));
        }

        if (!File.Exists(_file))
        {
            ThrowTerminatingError(Errors.BadArgument("NoFile", $"There is no file '{_file}'.", Path));
        }

        try
        {
            IEnumerable<string> words = [Command ?? RecipeText.Quote($"./{FileName}"), .. (ArgumentList ?? []).Select(RecipeText.Quote)];
            _command = string.Join(' ', words);
        }
        catch (MoiException e)
        {
            ThrowTerminatingError(Errors.BadArgument("BadCommandInput", e.Message, ArgumentList));
        }
    }

    private string FileName => System.IO.Path.GetFileName(_file);

    private protected override string AskedVerb => Verb.Run;

    private protected override string Action => $"Send {FileName} to {Destination} and run '{_command}'";

    private protected override bool IsCancelledWhenStopped => true;

    private protected override bool IsJobWanted => AsJob;

    private protected override void PrepareJob(IDictionary<string, object?> parameters) => parameters[nameof(Path)] = _file;

    private protected override JsonElement AskedArguments(Target target) =>
        JsonSerializer.SerializeToElement(RunFor(target, _command, Destination) with { Stream = Stream }, MessageJson.Wire.RunArguments);

    private protected override void Act(Target target)
    {
        WarnOfLineEnds();
        Takers takers = new();
        List<Outcome> failures = [];
        try
        {
            Send(target, takers, failures);
            if (takers.Remotes.Count > 0)
            {
                base.Act(takers.AsTarget());
            }

            foreach (Outcome failure in failures.OrderBy(failure => failure.Name, StringComparer.Ordinal))
            {
                Report(Errors.Of(failure));
            }
        }
        finally
        {
            if (Cleanup && takers.Remotes.Count > 0)
            {
                Remove(takers);
            }
        }
    }

    private protected override bool IsStreamed => Stream;

    private protected override IEnumerable<object> Convert(Outcome outcome) => [ResultOf(outcome, _command)];

    private void Send(Target target, Takers takers, List<Outcome> failures)
    {
        FileSends sends = new(Fleet, target, Patience, Destination) { AddedMode = OwnerMayExecute, IsPrivate = Private };
        using CommandProgress progress = new(this);
        Guarded(() =>
        {
            foreach (SendEvent sent in sends.RunAsync([new SendPlan(_file, string.Empty)], StopToken).ToBlockingEnumerable(StopToken))
            {
                switch (sent.Happened)
                {
                    case AskEvent.Transferring transferring:
                        progress.Show(transferring);
                        break;
                    case AskEvent.Settled { Outcome: { Succeeded: true, Id: var id } } when Fleet.Presence.Find(id) is { } taker:
                        takers.Add(sent.Question, taker);
                        break;
                    case AskEvent.Settled { Outcome: var outcome } when IsFailure(outcome):
                        failures.Add(outcome);
                        NoteFailure(outcome);
                        break;
                }
            }
        });
    }

    /// <summary>Linux would look for an interpreter whose name ends in a carriage return.</summary>
    private void WarnOfLineEnds()
    {
        if (!_hasWarned && StartOf(_file) is { } text && text.StartsWith("#!", StringComparison.Ordinal) && text.Contains("\r\n", StringComparison.Ordinal))
        {
            _hasWarned = true;
            WriteWarning($"'{_file}' is a script whose lines end as on Windows: Linux will not find its interpreter, or read commands with a carriage return behind them. Save it with line ends of Unix.");
        }
    }

    /// <summary>What a file begins with; null where it cannot be read, which is said when it is sent.</summary>
    private static string? StartOf(string file)
    {
        try
        {
            using StreamReader reader = new(file);
            char[] start = new char[LookedAt];
            return new string(start, 0, reader.ReadBlock(start));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Remove(Takers takers)
    {
        RunArguments removal = new() { Command = $"rm -f -- {RecipeText.Quote($"./{FileName}")}", Directory = Destination };
        Question question = new(
            Verb.Run, JsonSerializer.SerializeToElement(removal, MessageJson.Wire.RunArguments), takers.AsTarget(), Patience with { Changes = true });
        bool isStopped = StopToken.IsCancellationRequested;
        using CancellationTokenSource hasty = new(isStopped ? HastyCleanup : Timeout.InfiniteTimeSpan);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(hasty.Token, isStopped ? CancellationToken.None : StopToken);
        HashSet<string> left = [.. takers.Remotes.Select(taker => taker.Name)];
        try
        {
            foreach (AskEvent happened in Fleet.AskAsync(question, either.Token).ToBlockingEnumerable(either.Token))
            {
                if (happened is AskEvent.Settled { Outcome: { Succeeded: true } outcome }
                    && Answer.RunOf(outcome) is { ExitCode: 0 })
                {
                    left.Remove(outcome.Name);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or BrokerException or EnvelopeException or JsonException)
        {
            // Who has not answered by now is named; what ended the command stays its error.
        }

        if (left.Count > 0 && !isStopped)
        {
            WriteWarning($"'{FileName}' may still be in {Destination} on {string.Join(", ", left.Order(StringComparer.Ordinal))}.");
        }
    }

    /// <summary>Those that have the file. However many they are, one short message reaches them: the push was the stage before.</summary>
    private sealed class Takers
    {
        private Stage? _push;

        public List<RemotePresence> Remotes { get; } = [];

        public void Add(Question push, RemotePresence taker)
        {
            _push ??= new Stage(push.Id);
            _push.Add(taker.Id);
            Remotes.Add(taker);
        }

        public Target AsTarget() => Target.Exactly(Remotes, _push);
    }
}
