using System.Text.Json;
using System.Text.Json.Serialization;
using Moi.Protocol.Transport;

namespace Moi.Protocol.Messages;

/// <summary>What a remote says to a request. Members that a later version adds are passed over.</summary>
public sealed record Reply
{
    /// <summary>The request it answers.</summary>
    [JsonPropertyName("re")]
    public required string Request { get; init; }

    /// <summary>What kind of answer it is.</summary>
    public required ReplyKind Kind { get; init; }

    /// <summary>The remote's address.</summary>
    [JsonPropertyName("addr")]
    public required string Address { get; init; }

    /// <summary>The remote's name.</summary>
    public required string Name { get; init; }

    /// <summary>With <see cref="ReplyKind.Ack"/>, <see cref="ReplyKind.Queued"/> and <see cref="ReplyKind.Out"/>: the next word comes within this many milliseconds.</summary>
    [JsonPropertyName("beat")]
    public int BeatMilliseconds { get; init; }

    /// <summary>With <see cref="ReplyKind.Done"/>: what the verb gave. With <see cref="ReplyKind.Out"/>: how much output there is.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>Why it was not done, with <see cref="ReplyKind.Done"/>, <see cref="ReplyKind.Skip"/>,
    /// <see cref="ReplyKind.Refused"/> and <see cref="ReplyKind.Unknown"/>; null where it was.</summary>
    public Fault? Error { get; init; }

    /// <summary>Reads a reply.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static Reply Read(ReadOnlySpan<byte> json)
    {
        Reply reply = JsonSerializer.Deserialize(json, MessageJson.Wire.Reply) ?? throw new JsonException("The reply is null.");

        // The module's .NET 8 reads a null, or leaves one, where none may be.
        return reply is { Request: null } or { Address: null } or { Name: null } or { Error: { Code: null } or { Message: null } }
            ? throw new JsonException("The reply leaves out a request, an address, a name, or a part of its error.")
            : OneLine.HasControls(reply.Address) || OneLine.HasControls(reply.Name)
            ? throw new JsonException("The reply has control characters in an address or a name.")
            : reply;
    }
}

/// <summary>Why a remote did not do what was asked.</summary>
/// <param name="Code">For programs: one of <see cref="FaultCode"/>.</param>
/// <param name="Message">For people: one line that says what was wrong and what to do.</param>
public sealed record Fault(string Code, string Message);
