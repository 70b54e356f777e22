using System.Text;
using System.Text.Json;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Fleets;

/// <summary>Reads what was published.</summary>
internal static class Requests
{
    /// <summary>The request inside an envelope.</summary>
    public static string BodyOf(RawMessage message)
    {
        using JsonDocument envelope = JsonDocument.Parse(message.Payload);
        string payload = envelope.RootElement.GetProperty("payload").GetString()!.Replace('-', '+').Replace('_', '/');
        return Encoding.UTF8.GetString(Convert.FromBase64String(payload.PadRight((payload.Length + 3) / 4 * 4, '=')));
    }
}
