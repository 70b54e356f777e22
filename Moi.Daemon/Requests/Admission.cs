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

    /// <summary>Something, and the operator is told what came of it.</summary>
    internal abstract record Answered(Request Request) : Admission;

    /// <summary>It was seen before.</summary>
    internal sealed record Known(Request Request, JournalAnswer Answer, JournalRequest Entry) : Answered(Request);

    /// <summary>It is not carried out, and the operator is told why.</summary>
    internal sealed record Rejected(Request Request, ReplyKind Kind, Fault Fault) : Answered(Request);

    /// <summary>It is carried out.</summary>
    internal sealed record Accepted(Request Request, JournalRequest Entry) : Answered(Request);
}
