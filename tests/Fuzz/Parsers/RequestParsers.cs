using System.Text;
using Moi.Protocol;
using Moi.Protocol.Messages;
using Moi.Protocol.Trust;

namespace Moi.Fuzz.Parsers;

/// <summary>What a remote is sent by whoever can publish.</summary>
internal static class RequestParsers
{
    private const int LongestMessage = 400;

    /// <summary>The container, and what is in it.</summary>
    public static IEnumerable<FuzzedParser> All =>
    [
        new("envelope", Envelope.MaximumBytes + 1024, input => Open(input)),
        new("request", 64 * 1024, input => Open(Around(input))),
        FuzzedParser.Refusing<System.Security.Cryptography.CryptographicException>("public-key", 8 * 1024, input =>
        {
            var key = OperatorPublicKey.Parse(Inputs.Text(input));
            FuzzedParser.Promise(OperatorPublicKey.Parse(key.Line).Id == key.Id, "a key that is read has a line that says the same");
            return "key";
        }),
        FuzzedParser.Refusing<System.Security.Cryptography.CryptographicException>("private-key", 8 * 1024, input =>
        {
            using var key = OperatorKey.FromPem(Inputs.Text(input), null);
            return "key";
        }),
    ];

    private static string Open(byte[] input)
    {
        try
        {
            Request request = Envelope.Open(input).ReadRequest();
            foreach (string name in (string[])[request.Id, request.Operator, request.User, request.Session])
            {
                FuzzedParser.Promise(Token.IsValid(name), "what becomes a level of a topic is a token");
            }

            FuzzedParser.Promise(request.Audience.IsValid && request.Verb is not null, "it says for whom it is, and what to do");
            return $"request {request.Verb} {request.Filter?.GetType().Name}";
        }
        catch (EnvelopeException refusal)
        {
            FuzzedParser.Promise(
                refusal.Message.Length <= LongestMessage && !refusal.Message.Any(char.IsControl), "a refusal is one short line");
            return refusal.Message;
        }
    }

    private static byte[] Around(byte[] body) => Encoding.UTF8.GetBytes(
        $$"""{"payload":"{{Convert.ToBase64String(body).TrimEnd('=').Replace('+', '-').Replace('/', '_')}}","protected":"eyJhbGciOiJub25lIn0","signature":""}""");
}
