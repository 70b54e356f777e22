using System.Text.Json.Serialization;

namespace Moi.Protocol.Messages;

/// <summary>The kinds of answer.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<ReplyKind>))]
public enum ReplyKind
{
    /// <summary>Heard and under way; more words follow within the promised beat. Left out where it is done at once.</summary>
    Ack,

    /// <summary>Heard; waits for others to end. More words follow within the promised beat.</summary>
    Queued,

    /// <summary>Under way, as <see cref="Ack"/>, and its output grew: the value is <see cref="OutputTotals"/>. Said once, and again only after some was fetched or with the next beat.</summary>
    Out,

    /// <summary>Over: with a value, or with the error that the verb met.</summary>
    Done,

    /// <summary>Not meant: the keys do not match, or the group is of another generation.</summary>
    Skip,

    /// <summary>Not accepted, and nothing was done.</summary>
    Refused,

    /// <summary>Started before a crash, end unknown: it may have run, and is not run again.</summary>
    Unknown,
}
