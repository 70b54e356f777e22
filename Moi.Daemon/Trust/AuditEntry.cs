using System.Text.Json.Serialization;

namespace Moi.Daemon.Trust;

/// <summary>A line of the audit. What a request's arguments say stands nowhere in it: they may hold secrets.</summary>
internal sealed record AuditEntry
{
    /// <summary>When, by the device's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Who asked: as verified where <see cref="Key"/> is there, else as the request claims. Null where it could not be read.</summary>
    public string? Operator { get; init; }

    /// <summary>The id of the key that signed it; with <c>turned-away</c>, the one that it claims.</summary>
    public string? Key { get; init; }

    /// <summary>What was asked.</summary>
    public string? Verb { get; init; }

    /// <summary>Who was meant: <c>all</c>, <c>group:NAME</c>, <c>stage:REQUEST</c>, <c>remote</c>, or <c>remotes:COUNT</c>.</summary>
    public string? Target { get; init; }

    /// <summary>The request's id.</summary>
    public string? Request { get; init; }

    /// <summary>The SHA-256 of the request's arguments as they came, in hexadecimal digits.</summary>
    [JsonPropertyName("args_sha256")]
    public string? ArgumentsSha256 { get; init; }

    /// <summary>
    /// <c>begun</c>, <c>done</c>, <c>failed</c>, <c>repeated</c> (a request that came before: nothing was done), <c>refused</c>, or
    /// <c>turned-away</c> (no operator of this remote).
    /// </summary>
    public required string Result { get; init; }

    /// <summary>The code of the fault, or why it was turned away.</summary>
    public string? Reason { get; init; }

    /// <summary>How many like it were left out before this line, because too many came.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long LeftOut { get; init; }
}

/// <summary>The values of <see cref="AuditEntry.Result"/>.</summary>
internal static class AuditResult
{
    public const string Begun = "begun";
    public const string Done = "done";
    public const string Failed = "failed";
    public const string Repeated = "repeated";
    public const string Refused = "refused";
    public const string TurnedAway = "turned-away";
}
