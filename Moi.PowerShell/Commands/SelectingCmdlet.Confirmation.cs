using System.Text.Json;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Commands;

/// <content>-WhatIf and -Confirm.</content>
public abstract partial class SelectingCmdlet
{
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

        (IReadOnlyList<RemotePresence> meant, Stage? stage) =
            target.Filter is null && !AsksWhoMatches ? (target.Expected, null) : WhoMatches(target);
        if (this.IsWhatIf())
        {
            foreach (RemotePresence remote in meant)
            {
                ShouldProcess($"{remote.Address} {remote.Name}", action);
            }

            return Target.Nobody;
        }

        return meant.Count > 0 && ShouldProcess(Describe(meant), action) ? Target.Exactly(meant, stage) : Target.Nobody;
    }

    /// <summary>The remotes that are meant, one by one: with a filter, those that say that they fulfil it.</summary>
    private protected IReadOnlyList<RemotePresence> ExactlyMeant(Target target) =>
        target.Filter is null ? target.Expected : WhoMatches(target).Matching;

    /// <summary>Asks who fulfils the filter now. Those that answer can be addressed by that question, however many they are.</summary>
    private (IReadOnlyList<RemotePresence> Matching, Stage? Stage) WhoMatches(Target target)
    {
        List<RemotePresence> matching = [];
        JsonElement arguments = JsonSerializer.SerializeToElement(new GetArguments([]), MessageJson.Wire.GetArguments);
        Question question = new(Verb.Get, arguments, target, Patience);
        Stage stage = new(question.Id);
        Ask(question, outcome =>
        {
            if (Fleet.Presence.Find(outcome.Id) is { } remote)
            {
                matching.Add(remote);
                stage.Add(remote.Id);
            }
        });
        return (matching, stage);
    }

    private static string Describe(IReadOnlyList<RemotePresence> remotes)
    {
        const int Named = 10;
        string names = string.Join(", ", remotes.Take(Named).Select(remote => remote.Name));
        return remotes.Count <= Named ? names : $"{names} and {remotes.Count - Named} more ({remotes.Count} remotes)";
    }
}
