using System.Text.Json.Serialization;

namespace Moi.Protocol.Trust;

/// <summary>The protected header of an <see cref="Envelope"/> (RFC 7515, 4).</summary>
/// <param name="Algorithm">How it is signed: <c>none</c>, or <c>ES256</c>.</param>
/// <param name="KeyId">Which key signed it; see <see cref="OperatorPublicKey.Id"/>.</param>
/// <remarks>Other members are refused: RFC 7515 knows some (<c>crit</c>) that must not be passed over.</remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EnvelopeHeader(
    [property: JsonPropertyName("alg")] string Algorithm,
    [property: JsonPropertyName("kid")] string? KeyId = null);

/// <summary>The outer form of an <see cref="Envelope"/>: three base64url texts.</summary>
/// <param name="Payload">The body.</param>
/// <param name="Protected">The header.</param>
/// <param name="Signature">The signature.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record FlattenedJws(string Payload, string Protected, string Signature);
