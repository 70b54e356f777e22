using System.Collections.Concurrent;
using System.Text.Json;
using Moi.Protocol.Messages;
using Moi.Protocol.Transport;

namespace Moi.Protocol.Presence;

/// <summary>
/// What an operator has heard of every remote. Safe to read from any thread while one thread writes.
/// </summary>
public sealed class PresenceBook
{
    private readonly ConcurrentDictionary<string, RemotePresence> _remotes = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    /// <summary>An empty book.</summary>
    public PresenceBook(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Told of all that is heard anew, in order, on the thread that writes; so it must be quick and throw nothing.</summary>
    public event Action<PresenceChange>? Changed;

    /// <summary>Everyone heard of, in no order.</summary>
    public IEnumerable<RemotePresence> Remotes => _remotes.Values;

    /// <summary>What is known of one remote.</summary>
    public RemotePresence? Find(string id) => _remotes.GetValueOrDefault(id);

    /// <summary>After the operator's connection was made anew, nobody's state is known until it is heard again.</summary>
    public void ForgetStates()
    {
        foreach (RemotePresence remote in _remotes.Values)
        {
            _remotes[remote.Id] = remote with { State = PresenceState.Unknown, Since = null };
        }
    }

    /// <summary>Takes in a message from a state topic.</summary>
    /// <param name="id">The id in the topic, which must be the one inside.</param>
    /// <param name="payload">The message; empty where the remote was removed from the broker.</param>
    /// <param name="retained">Whether the broker had kept it.</param>
    /// <param name="expiry">What is left of <see cref="PresenceMessage.Expiry"/>, where the broker said it.</param>
    /// <returns>What is known now; null where the message told nothing new.</returns>
    /// <exception cref="JsonException">It is not a presence message.</exception>
    public RemotePresence? Hear(string id, ReadOnlySpan<byte> payload, bool retained, TimeSpan? expiry)
    {
        if (payload.IsEmpty)
        {
            if (_remotes.TryRemove(id, out RemotePresence? removed))
            {
                Changed?.Invoke(new PresenceChange(removed, null));
            }

            return null;
        }

        PresenceMessage message = JsonSerializer.Deserialize(payload, MessageJson.Wire.PresenceMessage)
            ?? throw new JsonException("The presence message is null.");

        // The module's .NET 8 reads a null where none may be.
        if (message is { Address: null } or { Name: null } or { Moid: null } or { Architecture: null })
        {
            throw new JsonException($"The presence message of '{id}' leaves out an address, a name, a version or an architecture.");
        }

        if (OneLine.HasControls(message.Address) || OneLine.HasControls(message.Name) || OneLine.HasControls(message.Moid) || OneLine.HasControls(message.Architecture))
        {
            throw new JsonException($"The presence message of '{id}' has control characters in an address, a name, a version or an architecture.");
        }

        if (message.Id != id)
        {
            throw new JsonException($"The presence message of '{id}' speaks for '{message.Id}'.");
        }

        RemotePresence? before = Find(id);
        if (before is not null && IsOldNews(message, before))
        {
            return null;
        }

        RemotePresence now = new(
            message,
            message.Online ? PresenceState.Online : PresenceState.Offline,
            Since(retained, expiry),
            Clashes(message, before));
        _remotes[id] = now;
        Changed?.Invoke(new PresenceChange(before, now));
        return now;
    }

    /// <remarks>Counters compare within one incarnation only; between two, the latest arrival holds.</remarks>
    private static bool IsOldNews(PresenceMessage message, RemotePresence before) =>
        message.Incarnation == before.Message.Incarnation
        && (message.Epoch < before.Message.Epoch
            || (message.Epoch == before.Message.Epoch && message.Online && before.State == PresenceState.Online
                && (message.Warnings ?? []).SequenceEqual(before.Message.Warnings ?? [])));

    /// <remarks>One that comes online while another incarnation was online, and said no farewell, shares its id.</remarks>
    private static bool Clashes(PresenceMessage message, RemotePresence? before) =>
        before is not null
        && message.Online
        && (message.Incarnation == before.Message.Incarnation ? before.Clashes : before.State == PresenceState.Online);

    /// <remarks>
    /// A live message is of now. A kept one is as old as its expiry has run down; where it has not run down at all the broker
    /// may be one that does not count, and nobody can tell.
    /// </remarks>
    private DateTimeOffset? Since(bool retained, TimeSpan? expiry)
    {
        if (!retained)
        {
            return _time.GetUtcNow();
        }

        return expiry is { } left && left < PresenceMessage.Expiry
            ? _time.GetUtcNow() - (PresenceMessage.Expiry - left)
            : null;
    }
}
