using System.Text.Json;
using System.Text.Json.Serialization;
using Moi.Protocol.Filters;

namespace Moi.Protocol.Messages;

/// <summary>
/// What an operator asks: the body inside an <see cref="Trust.Envelope"/>. All that is needed to answer stands in it, so that
/// MQTT 3.1.1 is enough and a signature over it covers everything.
/// </summary>
/// <remarks>Unknown members are refused: a remote that ignored one might do something else than was asked.</remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record Request
{
    /// <summary>The version of the protocol this library speaks.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of the protocol.</summary>
    [JsonPropertyName("v")]
    public required int Version { get; init; }

    /// <summary>Names this request for ever: 32 hexadecimal digits, random. Asking again repeats it; doing again takes a new one.</summary>
    public required string Id { get; init; }

    /// <summary>Who asks, as the operator's configuration has it.</summary>
    public required string Operator { get; init; }

    /// <summary>The second level of the reply topic: the broker's user name, or the operator's where the broker knows no users.</summary>
    public required string User { get; init; }

    /// <summary>The third level of the reply topic: one connection of one operator.</summary>
    public required string Session { get; init; }

    /// <summary>Who is meant. Read from here, never from the topic.</summary>
    [JsonPropertyName("to")]
    public required Audience Audience { get; init; }

    /// <summary>Which of them are meant; null for all.</summary>
    public Filter? Filter { get; init; }

    /// <summary>What to do; see <see cref="Verb"/>.</summary>
    public required string Verb { get; init; }

    /// <summary>What the verb needs; its own record says which members.</summary>
    [JsonPropertyName("args")]
    public JsonElement Arguments { get; init; }

    /// <summary>When it was asked, Unix time in milliseconds.</summary>
    [JsonPropertyName("iat")]
    public required long IssuedAt { get; init; }

    /// <summary>For how many seconds after <see cref="IssuedAt"/> it may be acted upon.</summary>
    [JsonPropertyName("ttl")]
    public required int TimeToLive { get; init; }

    /// <summary>Over how many milliseconds the remotes spread their answers; each takes its place by its id.</summary>
    [JsonPropertyName("spread")]
    public int SpreadMilliseconds { get; init; }

    /// <summary>How many remotes are expected to answer; the beat of those that work longer follows from it.</summary>
    [JsonPropertyName("roll")]
    public int RollSize { get; init; }

    /// <summary>
    /// What a remote gave to prove that the request is of now, where its clock or the operator's cannot; see
    /// <see cref="FaultCode.ClockUnsure"/>. Null in most.
    /// </summary>
    public string? Nonce { get; init; }

    /// <summary>A new request id.</summary>
    public static string NewId() => Guid.NewGuid().ToString("N");
}
