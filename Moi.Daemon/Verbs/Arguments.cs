using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Verbs;

/// <summary>Reads the arguments of a request.</summary>
internal static class Arguments
{
    /// <exception cref="JsonException">They are not of the form that <typeparamref name="T"/> has.</exception>
    public static T Of<T>(Request request, JsonTypeInfo<T> type)
        where T : class =>
        request.Arguments.ValueKind == JsonValueKind.Object && request.Arguments.Deserialize(type) is { } arguments
            ? arguments
            : throw new JsonException($"The arguments of '{request.Verb}' are missing.");
}
