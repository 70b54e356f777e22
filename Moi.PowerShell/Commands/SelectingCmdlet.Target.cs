using System.Management.Automation;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Groups;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Commands;

/// <content>Who is meant, as the selectors and the pipeline say.</content>
public abstract partial class SelectingCmdlet
{
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

    /// <summary>One remote that was asked for by name or address, and that the broker does not know: the group all may.</summary>
    private List<RemotePresence> RememberedAs(string nameOrAddress)
    {
        List<RemotePresence> remembered =
        [
            .. (Guarded(() => Fleet.Groups.Find(Groups.Group.All))?.Members ?? [])
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

    /// <summary>Every name without wildcards must be somebody's.</summary>
    private void ReportUnknownNames(IReadOnlyList<NamePattern> names, Group? group)
    {
        List<RemotePresence> known = [.. Fleet.Presence.Remotes, .. group?.Present(Fleet.Presence) ?? []];
        foreach (NamePattern name in names.Where(name => !name.IsWildcard))
        {
            List<RemotePresence> called = [.. known.Where(name.Matches).DistinctBy(remote => remote.Id)];
            if (called.Count == 0)
            {
                Report(Errors.RemoteNotFound(name.Text));
            }
            else if (called.Count > 1)
            {
                string ids = string.Join(", ", called.Select(remote => $"{remote.Address} (id {remote.Id})"));
                WriteWarning($"'{name.Text}' means {called.Count} remotes: {ids}. An id means one.");
            }
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
                    case [] when reference.Remembered is { } remembered:
                        // It was a remote once: that it gives no answer is then said of it, with what was known.
                        remotes[remembered.Id] = remembered.AsRemembered();
                        break;
                    case []:
                        Report(Errors.RemoteNotFound(reference.Text));
                        break;
                    case var several:
                        Report(Errors.RemoteAmbiguous(reference.Text, several));
                        break;
                }
            }
        }

        return [.. remotes.Values];
    }
}
