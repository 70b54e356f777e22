using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moi.Protocol.Messages;

/// <summary>Reads and writes every message; made at compile time, so that it works in a native daemon.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
#if NET9_0_OR_GREATER
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
#endif
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Request))]
[JsonSerializable(typeof(Reply))]
[JsonSerializable(typeof(Presence.PresenceMessage))]
[JsonSerializable(typeof(Trust.EnvelopeHeader))]
[JsonSerializable(typeof(Trust.FlattenedJws))]
[JsonSerializable(typeof(ClockChallenge))]
[JsonSerializable(typeof(GetArguments))]
[JsonSerializable(typeof(SetArguments))]
[JsonSerializable(typeof(GroupArguments))]
[JsonSerializable(typeof(RunArguments))]
[JsonSerializable(typeof(RunValue))]
[JsonSerializable(typeof(OutputArguments))]
[JsonSerializable(typeof(OutputValue))]
[JsonSerializable(typeof(CancelArguments))]
[JsonSerializable(typeof(OutputTotals))]
[JsonSerializable(typeof(PushArguments))]
[JsonSerializable(typeof(PushValue))]
[JsonSerializable(typeof(FoldersArguments))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(FilesArguments))]
[JsonSerializable(typeof(FilesValue))]
[JsonSerializable(typeof(PullArguments))]
[JsonSerializable(typeof(PullOffer))]
[JsonSerializable(typeof(StartArguments))]
[JsonSerializable(typeof(JobSelection))]
[JsonSerializable(typeof(JobValue))]
[JsonSerializable(typeof(IReadOnlyList<JobValue>))]
public sealed partial class MessageJson : JsonSerializerContext
{
    /// <summary>The context to use: text is escaped no more than JSON asks, since no message is put into a web page.</summary>
    public static MessageJson Wire => Relaxed.Instance;

    /// <remarks>A class of its own, because the generated defaults it starts from are static fields of this one.</remarks>
    private static class Relaxed
    {
        internal static readonly MessageJson Instance = new(new JsonSerializerOptions(Default.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
    }
}
