using System.Text.Json;
using Moi.Daemon.Journal;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Requests;

/// <summary>What is to be done with a message that came as a request.</summary>
internal abstract record Admission
{
    private Admission()
    {
    }

    /// <summary>Nothing: it is for others.</summary>
    internal sealed record NotMeant : Admission;

    /// <summary>Nothing, and it is no operator's. Who sent it is told no more than that, where <see cref="IsTold"/>.</summary>
    /// <param name="Request">The request inside; null where it cannot be read.</param>
    /// <param name="KeyId">The key that it says signed it.</param>
    /// <param name="Reason">Why, as the audit has it.</param>
    internal sealed record TurnedAway(Request? Request, string? KeyId, string Reason) : Admission
    {
        /// <summary>Whether there is somebody to tell.</summary>
        public bool IsTold { get; init; }
    }

    /// <summary>Something, and the operator is told what came of it.</summary>
    internal abstract record Answered(Request Request) : Admission;

    /// <summary>It was seen before.</summary>
    internal sealed record Known(Request Request, JournalAnswer Answer, JournalRequest Entry) : Answered(Request)
    {
        /// <summary>Whether it was cut off, and is carried out from where it was.</summary>
        public bool IsTakenUp { get; init; }
    }

    /// <summary>It is not carried out, and the operator is told why, with a value that goes with it or none.</summary>
    internal sealed record Rejected(Request Request, ReplyKind Kind, Fault Fault, JsonElement? Value = null) : Answered(Request);

    /// <summary>It is carried out.</summary>
    internal sealed record Accepted(Request Request, JournalRequest Entry) : Answered(Request);
}
