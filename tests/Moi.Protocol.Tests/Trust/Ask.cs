using System.Text;
using System.Text.Json;
using Moi.Protocol.Messages;

namespace Moi.Protocol.Tests.Trust;

/// <summary>Requests and envelopes, whole and broken.</summary>
internal static class Ask
{
    /// <summary>A request with every member set.</summary>
    public static Request Everything { get; } = new()
    {
        Version = 1,
        Id = "0123456789abcdef0123456789abcdef",
        Operator = "ann",
        User = "ann-user",
        Session = "s1",
        Audience = Audience.Of(["r1", "r2"]),
        Filter = Moi.Protocol.Filters.Filter.Parse("all arch=arm64 name=gate#"),
        Verb = Verb.Set,
        Arguments = Json("""{"set":{"A":"é\u0001\"<>&'+","B":[1,1.0,null]}}"""),
        IssuedAt = 1_770_000_000_000,
        TimeToLive = 120,
        SpreadMilliseconds = 7,
        RollSize = 3,
    };

    public static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>An envelope round any text, with any header.</summary>
    public static byte[] Envelope(string body, string header = """{"alg":"none"}""", string signature = "") => Encoding.UTF8.GetBytes(
        $$"""{"payload":"{{Base64Url(Encoding.UTF8.GetBytes(body))}}","protected":"{{Base64Url(Encoding.UTF8.GetBytes(header))}}","signature":"{{signature}}"}""");

    public static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
