using System.Globalization;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;

namespace Moi.Protocol.Tests.Asking;

/// <summary>Remotes and replies, in few words.</summary>
internal static class Fleet
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static RemotePresence Online(string id, long epoch = 1, int incarnation = 1) =>
        Make(id, PresenceState.Online, epoch, incarnation);

    public static RemotePresence Offline(string id, long epoch = 1, Farewell why = Farewell.Lost) =>
        Make(id, PresenceState.Offline, epoch, 1, why);

    public static RemotePresence Unheard(string id, long epoch = 1) => Make(id, PresenceState.Unknown, epoch, 1);

    public static RemotePresence Make(
        string id, PresenceState state, long epoch, int incarnation, Farewell why = Farewell.Lost) => new(
        new PresenceMessage
        {
            Id = id,
            Address = $"address of {id}",
            Name = $"name of {id}",
            Moid = "1.0.0",
            Architecture = "x64",
            Online = state == PresenceState.Online,
            Farewell = state == PresenceState.Offline ? why : null,
            Incarnation = new Guid(incarnation, 0, 0, new byte[8]),
            Epoch = epoch,
        },
        state,
        state == PresenceState.Unknown ? null : Noon,
        Clashes: false);

    public static Reply Says(ReplyKind kind, int beat = 0) => new()
    {
        Request = "request",
        Kind = kind,
        Address = "10.0.0.1",
        Name = "frodo",
        BeatMilliseconds = beat,
        Error = kind is ReplyKind.Done or ReplyKind.Ack or ReplyKind.Queued ? null : new Fault(FaultCode.Failed, "It failed."),
    };

    public static TimeSpan S(double seconds) => TimeSpan.FromSeconds(seconds);

    /// <summary>Lets time pass until nobody is waited for, calling no earlier than the roll asks for.</summary>
    /// <returns>What happened, as "1.2 asks a b" and "2 gives up a: Silent".</returns>
    public static List<string> Tell(this Roll roll, TimeSpan now)
    {
        List<string> story = [];
        for (int calls = 0; !roll.IsComplete; calls++)
        {
            Assert.True(calls < 10_000, "The roll keeps its caller busy for ever.");
            RollStep step = roll.Advance(now);
            if (step.AskAgain.Count > 0)
            {
                story.Add(string.Create(CultureInfo.InvariantCulture, $"{now.TotalSeconds:0.##} asks {string.Join(' ', step.AskAgain)}"));
            }

            foreach (Outcome missing in step.Missing)
            {
                story.Add(string.Create(CultureInfo.InvariantCulture, $"{now.TotalSeconds:0.##} gives up {missing.Id}: {missing.Absence!.Kind}"));
            }

            Assert.True(roll.IsComplete || step.Next > now, $"Nothing is due any more at {now}, and yet the next call is to be at {step.Next}.");
            now = step.Next;
        }

        return story;
    }
}
