using System.Text.Json;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Fleet;

/// <summary>What happens while a question is open.</summary>
internal abstract record AskEvent
{
    private AskEvent()
    {
    }

    /// <summary>A remote's last word, or its absence.</summary>
    internal sealed record Settled(Outcome Outcome) : AskEvent;

    /// <summary>Nothing new, but it lasts: how many of how many are settled, and the names of some that are waited for.</summary>
    internal sealed record Waiting(int Done, int Of, IReadOnlyList<string> Names) : AskEvent;

    /// <summary>The same while a file is sent.</summary>
    /// <param name="State">How many have it; the names are of those furthest behind.</param>
    /// <param name="File">The file's name.</param>
    /// <param name="Bytes">How much of it the one furthest behind has.</param>
    /// <param name="Size">The file's size.</param>
    internal sealed record Transferring(Waiting State, string File, long Bytes, long Size) : AskEvent;

    /// <summary>A run wrote something that can be fetched.</summary>
    /// <param name="From">Whose.</param>
    /// <param name="Request">The run.</param>
    /// <param name="Totals">How much it wrote so far.</param>
    internal sealed record Grew(Sender From, string Request, OutputTotals Totals) : AskEvent
    {
        /// <summary>What a word says of output; null where it says nothing of it that can be read.</summary>
        public static Grew? Of(RemotePresence? from, Reply? reply)
        {
            if (from is null || reply is not { Kind: ReplyKind.Out, Value: { } value })
            {
                return null;
            }

            try
            {
                return value.Deserialize(MessageJson.Wire.OutputTotals) is { } totals
                    ? new Grew(new Sender(from.Id, reply.Address, reply.Name), reply.Request, totals)
                    : null;
            }
            catch (JsonException)
            {
                // It was a sign of life all the same; the run's last word says how much there is.
                return null;
            }
        }
    }

    /// <summary>A remote says what the file is that it is asked for; more than once.</summary>
    internal sealed record Offered(PullOffer Offer) : AskEvent
    {
        /// <summary>What a word says of a file; null where it says nothing of one that can be taken.</summary>
        public static Offered? Of(Reply? reply)
        {
            if (reply is not { Kind: ReplyKind.Out, Value: { } value })
            {
                return null;
            }

            try
            {
                return value.Deserialize(MessageJson.Wire.PullOffer) is { File: { Name: not null, Sha256: not null, ListSha256: not null } } offer
                    ? new Offered(offer)
                    : null;
            }
            catch (JsonException)
            {
                // It was a sign of life all the same.
                return null;
            }
        }
    }

    /// <summary>Who it comes from.</summary>
    internal sealed record Sender(string Id, string Address, string Name);

    /// <summary>A piece of a run's output, in order within its stream.</summary>
    /// <param name="From">Whose.</param>
    /// <param name="Stream"><c>stdout</c> or <c>stderr</c>.</param>
    /// <param name="LeftOut">How many bytes before it are not kept any more.</param>
    /// <param name="Data">The bytes.</param>
    internal sealed record Output(Sender From, string Stream, long LeftOut, ReadOnlyMemory<byte> Data) : AskEvent;
}
