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
/// A command that asks remotes: it finds out who is meant, asks them with one request, emits each answer as it comes, and
/// after the answers names those that gave none, each as an error of its own.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class RemoteCmdlet : ConnectedCmdlet
{
    private readonly List<PSObject> _input = [];
    private int _failedInput;

    /// <summary>Only these remotes, by name, address or id; wildcards may be used.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RemoteNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Only remotes whose keys fulfil this condition; see about_Moi_Filters.</summary>
    [Parameter]
    [ValidateNotNull]
    public MoiFilter? Filter { get; set; }

    /// <summary>Only these remotes: names, or objects that have an Id, an Address or a Name, such as another command's results.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public PSObject[]? InputObject { get; set; }

    /// <summary>After how many seconds without a word from a remote it counts as missing. Not a bound on its work. 2 by default.</summary>
    [Parameter]
    [ValidateRange(0.001, 86400.0)]
    public double TimeoutSeconds { get; set; }

    /// <summary>After how many seconds the whole question ends, whoever still works on it. No bound by default.</summary>
    [Parameter]
    [ValidateRange(0.001, 31536000.0)]
    public double TotalTimeoutSeconds { get; set; }

    /// <summary>Asks piped remotes too whose last result was a failure.</summary>
    [Parameter]
    public SwitchParameter IncludeFailed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject input in InputObject ?? [])
        {
            if (MoiOutputLine.IsOne(input))
            {
                // What a run with -Stream said on the way; its result follows.
                continue;
            }

            if (!IncludeFailed && input.Properties["Success"]?.Value is false)
            {
                _failedInput++;
            }
            else
            {
                _input.Add(input);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_failedInput > 0)
        {
            WriteWarning($"{_failedInput} remote(s) whose last result was a failure are left out; -IncludeFailed asks them too.");
        }

        if (IsJobWanted && !IsPreviewed)
        {
            StartJob(confirmed: null);
            return;
        }

        Target target = ResolveTarget();
        Target confirmed = target.IsNobody ? target : Confirm(target);
        if (confirmed.IsNobody)
        {
            return;
        }

        if (IsJobWanted)
        {
            StartJob(confirmed);
        }
        else
        {
            AskAll(confirmed);
        }
    }

    /// <summary>Asks those who are meant.</summary>
    private protected virtual void AskAll(Target target) => Ask(QuestionFor(target), WriteAnswer);

    /// <summary>What they are asked.</summary>
    private protected virtual Question QuestionFor(Target target) =>
        new(AskedVerb, AskedArguments(target), target, Options) { IsCancelled = IsCancelledWhenStopped };

    /// <summary>The verb that is asked; see <see cref="Verb"/>.</summary>
    private protected abstract string AskedVerb { get; }

    /// <summary>The verb's arguments.</summary>
    private protected abstract JsonElement AskedArguments(Target target);

    /// <summary>Emits the answer of one remote that did what was asked.</summary>
    private protected abstract void WriteAnswer(Outcome outcome);

    /// <summary>Whether remotes still at work are told to end when this command is stopped.</summary>
    private protected virtual bool IsCancelledWhenStopped => false;

    /// <summary>What -WhatIf and -Confirm say is done to each remote; null for a command that changes nothing.</summary>
    private protected virtual string? Action => null;

    /// <summary>The failures that are no errors of this command.</summary>
    private protected virtual bool IsPassedOver(Outcome failure) => false;

    /// <summary>What came in by the pipeline or by -InputObject, without what is left out.</summary>
    private protected IReadOnlyList<PSObject> Input => _input;

    /// <summary>Whether -WhatIf or -Confirm has something to say first.</summary>
    private bool IsPreviewed => Action is not null && (this.IsWhatIf() || this.IsConfirm());

    private Target ResolveTarget()
    {
        // Commands in a pipeline that brought nothing address nobody: only without any selector, and without a pipeline, is everyone meant.
        if (MyInvocation.ExpectingInput && _input.Count == 0)
        {
            return Target.Nobody;
        }

        IReadOnlyList<NamePattern>? names = Name?.Select(WildcardName.Of).ToList();
        ReportUnknownNames(names ?? []);
        return new Selection
        {
            Names = names,
            Given = InputObject is null ? null : ResolveInput(),
            Filter = Filter?.Tree,
        }.Resolve(Fleet.Presence);
    }

    /// <summary>Every name without wildcards must be somebody's.</summary>
    private void ReportUnknownNames(IReadOnlyList<NamePattern> names)
    {
        foreach (NamePattern name in names.Where(name => !name.IsWildcard && !Fleet.Presence.Remotes.Any(name.Matches)))
        {
            WriteError(Errors.RemoteNotFound(name.Text));
        }
    }

    private List<RemotePresence> ResolveInput()
    {
        Dictionary<string, RemotePresence> remotes = new(StringComparer.Ordinal);
        foreach (PSObject input in _input)
        {
            if (RemoteReference.Of(input) is not { } reference)
            {
                WriteError(Errors.NotARemote(input.BaseObject));
                continue;
            }

            switch (reference.Find(Fleet.Presence))
            {
                case [RemotePresence only]:
                    remotes[only.Id] = only;
                    break;
                case []:
                    WriteError(Errors.RemoteNotFound(reference.Text));
                    break;
                case var several:
                    WriteError(Errors.RemoteAmbiguous(reference.Text, several.Select(remote => remote.Address)));
                    break;
            }
        }

        return [.. remotes.Values];
    }

    /// <summary>
    /// Asks the person, where that is wanted. Who is meant is found out first, reading only; what is confirmed is done to
    /// exactly those.
    /// </summary>
    private Target Confirm(Target target)
    {
        if (Action is not { } action)
        {
            return target;
        }

        if (!this.IsWhatIf() && !this.IsConfirm())
        {
            return ShouldProcess(Describe(target.Expected), action) ? target : Target.Nobody;
        }

        List<RemotePresence> meant = target.Filter is null ? [.. target.Expected] : WhoMatches(target);
        if (this.IsWhatIf())
        {
            foreach (RemotePresence remote in meant)
            {
                ShouldProcess($"{remote.Address} {remote.Name}", action);
            }

            return Target.Nobody;
        }

        return meant.Count > 0 && ShouldProcess(Describe(meant), action)
            ? new Target(Audience.Of([.. meant.Select(remote => remote.Id)]), null, meant)
            : Target.Nobody;
    }

    private List<RemotePresence> WhoMatches(Target target)
    {
        List<RemotePresence> matching = [];
        GetArguments nothing = new([]);
        JsonElement arguments = JsonSerializer.SerializeToElement(nothing, MessageJson.Wire.GetArguments);
        Ask(new Question(Verb.Get, arguments, target, Options with { Changes = false }), outcome =>
            matching.AddRange(Fleet.Presence.Find(outcome.Id) is { } remote ? [remote] : []));
        return matching;
    }

    private static string Describe(IReadOnlyList<RemotePresence> remotes)
    {
        const int Named = 10;
        string names = string.Join(", ", remotes.Take(Named).Select(remote => remote.Name));
        return remotes.Count <= Named ? names : $"{names} and {remotes.Count - Named} more ({remotes.Count} remotes)";
    }

    /// <summary>How long to wait, as the parameters say.</summary>
    private protected RollOptions Options => new()
    {
        Silence = TimeoutSeconds > 0 ? TimeSpan.FromSeconds(TimeoutSeconds) : Fleet.Settings.Silence,
        Total = TotalTimeoutSeconds > 0 ? TimeSpan.FromSeconds(TotalTimeoutSeconds) : null,
        Changes = Action is not null,
    };

    /// <summary>Answers first, as they come; who gave none, last. So one dead remote hides nobody, even where errors end the command.</summary>
    private protected void Ask(Question question, Action<Outcome> answer) =>
        Ask(Fleet.AskAsync(question, StopToken), answer, _ => { });

    /// <summary>The same for a question that is asked already.</summary>
    /// <param name="events">What happens.</param>
    /// <param name="answer">Takes each answer.</param>
    /// <param name="see">Sees everything, before it is acted upon.</param>
    private protected void Ask(IAsyncEnumerable<AskEvent> events, Action<Outcome> answer, Action<AskEvent> see)
    {
        List<Outcome> failures = [];
        using CommandProgress progress = new(this);
        Guarded(() =>
        {
            foreach (AskEvent happened in events.ToBlockingEnumerable(StopToken))
            {
                see(happened);
                switch (happened)
                {
                    case AskEvent.Waiting waiting:
                        progress.Show(waiting);
                        break;
                    case AskEvent.Settled { Outcome: { Succeeded: true } outcome }:
                        answer(outcome);
                        break;
                    case AskEvent.Settled { Outcome: { Reply.Kind: not ReplyKind.Skip } or { Reply: null } } failed:
                        failures.Add(failed.Outcome);
                        break;
                }
            }
        });
        foreach (Outcome failure in failures.Where(failure => !IsPassedOver(failure)).OrderBy(failure => failure.Name, StringComparer.Ordinal))
        {
            WriteError(Errors.Of(failure));
        }

        WriteNotices();
    }
}
