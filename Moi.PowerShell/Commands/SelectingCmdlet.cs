using System.ComponentModel;
using System.Management.Automation;
using System.Text.Json;
using Moi.PowerShell.Filters;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Groups;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Commands;

/// <summary>
/// A command on selected remotes: it finds out who is meant, asks the person where that is wanted, asks the remotes with one
/// request, and emits each answer.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class SelectingCmdlet : AskingCmdlet
{
    private readonly List<PSObject> _input = [];
    private readonly List<PSObject> _failedInput = [];
    private bool _tookOtherwise;

    /// <summary>Only remotes whose keys fulfil this condition.</summary>
    [Parameter]
    [ValidateNotNull]
    [FilterTransformation]
    public MoiFilter? Filter { get; set; }

    /// <summary>Only these remotes: names, or objects that have an Id, an Address or a Name, such as another command's results.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public PSObject[]? InputObject { get; set; }

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

            if (TakesOtherwise(input))
            {
                _tookOtherwise = true;
            }
            else if (!IncludeFailed && input.Properties["Success"]?.Value is false)
            {
                _failedInput.Add(input);
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
        if (_failedInput.Count > 0)
        {
            IEnumerable<object?> names = _failedInput.Select(input => input.Properties["Name"]?.Value ?? input.ToString()).Distinct();
            WriteWarning(
                $"{_failedInput.Count} remote(s) whose last result was a failure are left out: {string.Join(", ", names)}. "
                + "-IncludeFailed asks them too; to see why, keep the results before the pipe.");
        }

        if (IsJobWanted && !IsPreviewed)
        {
            StartJob(confirmed: null);
            return;
        }

        Target target = Narrow(ResolveTarget());
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
            Act(confirmed);
        }
    }

    /// <summary>Whether a piped object is something else than a remote, and was taken as that.</summary>
    private protected virtual bool TakesOtherwise(PSObject input) => false;

    /// <summary>Leaves out of those that are meant whom this command cannot do anything for.</summary>
    private protected virtual Target Narrow(Target target) => target;

    /// <summary>Does what the command is for: asks, unless a command says otherwise.</summary>
    private protected virtual void Act(Target target)
    {
        Question question = QuestionFor(target);
        Ask(question, EmitterOf(question));
    }

    /// <summary>What they are asked.</summary>
    private protected virtual Question QuestionFor(Target target) =>
        new(AskedVerb, AskedArguments(target), target, Patience with { Changes = Action is not null }) { IsCancelled = IsCancelledWhenStopped };

    /// <summary>Emits what <see cref="Convert"/> made.</summary>
    private protected virtual void Emit(object answer) => WriteObject(answer);

    /// <summary>The names of the remotes that are meant; null for any.</summary>
    private protected abstract string[]? RemoteNames { get; }

    /// <summary>The group whose members are meant; null for any.</summary>
    private protected abstract string? GroupName { get; }

    /// <summary>The verb that is asked; see <see cref="Verb"/>.</summary>
    private protected abstract string AskedVerb { get; }

    /// <summary>The verb's arguments.</summary>
    private protected abstract JsonElement AskedArguments(Target target);

    /// <summary>Turns the answer of one remote that did what was asked into the objects to emit, mostly one.</summary>
    private protected abstract IEnumerable<object> Convert(Outcome outcome);

    /// <summary>Whether remotes still at work are told to end when this command is stopped.</summary>
    private protected virtual bool IsCancelledWhenStopped => false;

    /// <summary>What -WhatIf and -Confirm say is done to each remote; null for a command that changes nothing.</summary>
    private protected virtual string? Action => null;

    /// <summary>What came in by the pipeline or by -InputObject, without what is left out.</summary>
    private protected IReadOnlyList<PSObject> Input => _input;

    /// <summary>Whether each remote knows by itself if its result succeeded, so that a next stage can be addressed by that.</summary>
    private protected virtual bool IsStage => true;

    /// <summary>Whether -WhatIf or -Confirm has something to say first.</summary>
    private bool IsPreviewed => Action is not null && (this.IsWhatIf() || this.IsConfirm());

    /// <summary>Whether those that are meant are asked first, so that only those that answer are counted on.</summary>
    private protected virtual bool AsksWhoMatches => false;

    /// <summary>Whether what was piped is something else than remotes, and nothing but that.</summary>
    private bool IsWithoutRemotes => _tookOtherwise && _input.Count == 0 && _failedInput.Count == 0;

    private Target ResolveTarget()
    {
        // Commands in a pipeline that brought nothing address nobody: only without any selector, and without a pipeline, is everyone meant.
        if (MyInvocation.ExpectingInput && _input.Count == 0 && !IsWithoutRemotes)
        {
            return Target.Nobody;
        }

        IReadOnlyList<NamePattern>? names = RemoteNames?.Select(WildcardName.Of).ToList();
        Group? group = GroupName is null ? null : FindGroup(GroupName);
        ReportUnknownNames(names ?? [], group);
        Selection selection = new()
        {
            Names = names,
            Group = group,
            // A piped object that cannot be bound, such as $null, leaves InputObject null behind the ones before it.
            Given = IsWithoutRemotes || (InputObject is null && !MyInvocation.ExpectingInput) ? null : ResolveInput(),
            Stage = CommonStage(),
            Filter = Filter?.Tree,
        };
        Target target = selection.Resolve(Fleet.Presence);
        bool isFilterAlone = selection is { Names: null, Group: null, Given: null, Filter: not null };
        return target.IsNobody && isFilterAlone && selection.Filter!.IsGroupOfOne(out _, out string? only)
            ? (selection with { Given = RememberedAs(only) }).Resolve(Fleet.Presence)
            : target;
    }

    private Group FindGroup(string name)
    {
        if (Guarded(() => Fleet.Groups.Find(name)) is { } group)
        {
            return group;
        }

        Fail(Errors.GroupNotFound(name));
        throw new InvalidOperationException();
    }

    /// <summary>One remote that was asked for by name or address, and that the broker does not know: the group all may.</summary>
    private List<RemotePresence> RememberedAs(string nameOrAddress)
    {
        List<RemotePresence> remembered =
        [
            .. (Fleet.Groups.Find(Groups.Group.All)?.Members ?? [])
                .Where(member => member.Name == nameOrAddress || member.Address == nameOrAddress)
                .Select(member => member.AsRemembered()),
        ];
        if (remembered.Count == 0)
        {
            Report(Errors.RemoteNotFound(nameOrAddress));
        }

        return remembered;
    }

    /// <summary>The question that all piped objects answer; null where they come from several, or from none.</summary>
    private Stage? CommonStage()
    {
        List<Stage?> stages = [.. _input.Select(input => (input.BaseObject as IStaged)?.Stage).Distinct()];
        return stages is [Stage only] ? only : null;
    }

    private void WarnOfStranger(Outcome outcome)
    {
        if (GroupName is not null && !outcome.WasExpected)
        {
            WriteWarning($"{outcome.Address} {outcome.Name} answered, though it is no member of the group '{GroupName}'.");
        }
    }

    /// <summary>Every name without wildcards must be somebody's.</summary>
    private void ReportUnknownNames(IReadOnlyList<NamePattern> names, Group? group)
    {
        List<RemotePresence> known = [.. Fleet.Presence.Remotes, .. group?.Present(Fleet.Presence) ?? []];
        foreach (NamePattern name in names.Where(name => !name.IsWildcard && !known.Any(name.Matches)))
        {
            Report(Errors.RemoteNotFound(name.Text));
        }
    }

    private List<RemotePresence> ResolveInput()
    {
        Dictionary<string, RemotePresence> remotes = new(StringComparer.Ordinal);
        foreach (PSObject input in _input)
        {
            IReadOnlyList<RemoteReference> references = RemoteReference.AllOf(input);
            if (references.Count == 0)
            {
                Report(Errors.NotARemote(input.BaseObject));
            }

            foreach (RemoteReference reference in references)
            {
                switch (reference.Find(Fleet.Presence))
                {
                    case [RemotePresence only]:
                        remotes[only.Id] = only;
                        break;
                    case []:
                        Report(Errors.RemoteNotFound(reference.Text));
                        break;
                    case var several:
                        Report(Errors.RemoteAmbiguous(reference.Text, several.Select(remote => remote.Address)));
                        break;
                }
            }
        }

        return [.. remotes.Values];
    }

    /// <summary>
    /// Asks the person, where that is wanted. Who is meant is found out first, reading only; what is confirmed is done to
    /// exactly those.
    /// </summary>
    private protected virtual Target Confirm(Target target)
    {
        if (Action is not { } action)
        {
            return target;
        }

        if (!AsksWhoMatches && !this.IsWhatIf() && !this.IsConfirm())
        {
            return ShouldProcess(Describe(target.Expected), action) ? target : Target.Nobody;
        }

        List<RemotePresence> meant = target.Filter is null && !AsksWhoMatches ? [.. target.Expected] : WhoMatches(target);
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
        Ask(new Question(Verb.Get, arguments, target, Patience), outcome =>
            matching.AddRange(Fleet.Presence.Find(outcome.Id) is { } remote ? [remote] : []));
        return matching;
    }

    private static string Describe(IReadOnlyList<RemotePresence> remotes)
    {
        const int Named = 10;
        string names = string.Join(", ", remotes.Take(Named).Select(remote => remote.Name));
        return remotes.Count <= Named ? names : $"{names} and {remotes.Count - Named} more ({remotes.Count} remotes)";
    }

    /// <summary>What emits the answers to a question, each marked with it as the stage before the next.</summary>
    private protected Action<Outcome> EmitterOf(Question question)
    {
        Stage? stage = IsStage ? new Stage(question.Id) : null;
        return outcome =>
        {
            WarnOfStranger(outcome);
            foreach (object answer in Read(outcome))
            {
                EmitInStage(answer, outcome.Id, stage);
            }
        };
    }

    /// <summary>One remote's answer that makes no sense must not hide the others'.</summary>
    private List<object> Read(Outcome outcome)
    {
        try
        {
            return [.. Convert(outcome)];
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or IndexOutOfRangeException)
        {
            Report(Errors.Unreadable(outcome, e));
            return [];
        }
    }

    private void EmitInStage(object answer, string id, Stage? stage)
    {
        object bare = PSObject.AsPSObject(answer).BaseObject;
        if (bare is IStaged staged)
        {
            staged.Stage = stage;
        }

        if (bare is not MoiResult { Success: false })
        {
            stage?.Add(id);
        }

        Emit(answer);
    }
}
