using Moi.Protocol.Messages;
using Moi.Protocol.Trust;

namespace Moi.Daemon.Trust;

/// <summary>What the <see cref="Gate"/> makes of a message.</summary>
/// <param name="Envelope">The envelope; null where it is none.</param>
/// <param name="Request">The request, with the operator's name as verified; null where it cannot be read.</param>
/// <param name="Distrust">Why it is not let in, one of <see cref="Trust.Distrust"/>; null where it is.</param>
internal sealed record Entrance(Envelope? Envelope, Request? Request, string? Distrust);

/// <summary>Why a message is not let in, as the audit has it.</summary>
internal static class Distrust
{
    public const string Unsigned = "unsigned";
    public const string Algorithm = "unknown-algorithm";
    public const string UnknownKey = "unknown-key";
    public const string Altered = "altered";
    public const string Unreadable = "unreadable";
    public const string Kept = "kept-by-the-broker";
    public const string Misdirected = "misdirected";
    public const string Flood = "repeated-too-often";
}
