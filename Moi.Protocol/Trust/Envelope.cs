using System.Text;
using System.Text.Json;
using Moi.Protocol.Messages;

namespace Moi.Protocol.Trust;

/// <summary>
/// The container of every request: a JSON Web Signature in the flattened JSON form (RFC 7515, 7.2.2), whose signed part is the
/// exact bytes of the body. An unsigned one is an Unsecured JWS (<c>"alg":"none"</c>), so signing changes no topic, no field
/// and no flow.
/// </summary>
/// <param name="Body">The bytes of the <see cref="Request"/>.</param>
/// <param name="Header">The protected header: how it is signed, and by which key.</param>
/// <param name="SigningInput">What a signature covers: header and body as they came.</param>
/// <param name="Signature">The signature; empty where unsigned.</param>
public sealed record Envelope(
    ReadOnlyMemory<byte> Body, EnvelopeHeader Header, ReadOnlyMemory<byte> SigningInput, ReadOnlyMemory<byte> Signature)
{
    /// <summary>The algorithm of a header that says that nothing is signed.</summary>
    public const string NoSignature = "none";

    /// <summary>The algorithm of a signed one: ECDSA with P-256 and SHA-256 (RFC 7518, 3.4).</summary>
    public const string Es256 = "ES256";

    /// <summary>The largest envelope a remote looks into, in bytes.</summary>
    public const int MaximumBytes = 256 * 1024;

    private static readonly string UnsignedHeader = Base64Url.Encode("""{"alg":"none"}"""u8);

    /// <summary>Puts a request into an envelope.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">Signs it; null to leave it unsigned.</param>
    /// <returns>The bytes to publish; asking again publishes these same bytes.</returns>
    /// <exception cref="EnvelopeException">It is too large: no remote would look into it.</exception>
    public static byte[] Seal(Request request, OperatorKey? key = null)
    {
        string payload = Base64Url.Encode(JsonSerializer.SerializeToUtf8Bytes(request, MessageJson.Wire.Request));
        FlattenedJws jws = key is null
            ? new(payload, UnsignedHeader, string.Empty)
            : Sign(payload, key);
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(jws, MessageJson.Wire.FlattenedJws);
        return bytes.Length <= MaximumBytes ? bytes : throw TooLarge(bytes.Length);
    }

    /// <summary>Takes an envelope apart. Nothing is verified here.</summary>
    /// <exception cref="EnvelopeException">It is too large, or not an envelope.</exception>
    public static Envelope Open(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaximumBytes)
        {
            throw TooLarge(bytes.Length);
        }

        try
        {
            FlattenedJws jws = JsonSerializer.Deserialize(bytes, MessageJson.Wire.FlattenedJws)
                ?? throw new EnvelopeException("The request is null.");
            if (jws is { Payload: null } or { Protected: null } or { Signature: null })
            {
                // Before .NET 9 a part may be missing, or null.
                throw new EnvelopeException("The request is not an envelope: a part of it is missing.");
            }

            byte[] header = Base64Url.Decode(jws.Protected);
            return new Envelope(
                Base64Url.Decode(jws.Payload),
                JsonSerializer.Deserialize(header, MessageJson.Wire.EnvelopeHeader)
                    ?? throw new EnvelopeException("The request's header is null."),
                SigningInputOf(jws.Protected, jws.Payload),
                Base64Url.Decode(jws.Signature));
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new EnvelopeException($"The request is not an envelope: {e.Message}", e);
        }
    }

    /// <summary>Reads the request inside.</summary>
    /// <exception cref="EnvelopeException">The body is not a request this version can read.</exception>
    public Request ReadRequest()
    {
        try
        {
            Request request = JsonSerializer.Deserialize(Body.Span, MessageJson.Wire.Request)
                ?? throw new EnvelopeException("The request's body is null.");
            return Validated(request);
        }
        catch (JsonException e)
        {
            throw new EnvelopeException($"The request's body cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Whether a key signed exactly this.</summary>
    /// <param name="key">The key; whether it is the one that the header names is not looked at.</param>
    public bool IsSignedBy(OperatorPublicKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Header.Algorithm == Es256 && key.Verifies(SigningInput.Span, Signature.Span);
    }

    private static FlattenedJws Sign(string payload, OperatorKey key)
    {
        string header = Base64Url.Encode(JsonSerializer.SerializeToUtf8Bytes(
            new EnvelopeHeader(Es256, key.Public.Id), MessageJson.Wire.EnvelopeHeader));
        return new(payload, header, Base64Url.Encode(key.Sign(SigningInputOf(header, payload))));
    }

    private static byte[] SigningInputOf(string header, string payload) => Encoding.ASCII.GetBytes($"{header}.{payload}");

    private static EnvelopeException TooLarge(int length) =>
        new($"The request has {length} bytes; {MaximumBytes} is the most");

    private static Request Validated(Request request)
    {
        if (request.Version != Request.CurrentVersion)
        {
            throw new EnvelopeException(
                $"The request speaks version {request.Version} of the protocol, this end version {Request.CurrentVersion}.");
        }

        // These become levels of a topic, or the name of a folder.
        foreach (string token in (ReadOnlySpan<string>)[request.Id, request.Operator, request.User, request.Session])
        {
            if (!Token.IsValid(token))
            {
                throw new EnvelopeException("The request's id, operator, user or session is not a name of letters, digits, '-' and '_'.");
            }
        }

        if (request.Nonce is { } nonce && !Token.IsValid(nonce))
        {
            throw new EnvelopeException("The request's nonce is not one that a remote gives.");
        }

        if (request is { Audience: null } or { Verb: null })
        {
            // Before .NET 9 they may be null.
            throw new EnvelopeException("The request says not for whom it is, or not what to do.");
        }

        return request.Audience.IsValid
            ? request
            : throw new EnvelopeException("The request says for whom it is in none or in several ways.");
    }
}
