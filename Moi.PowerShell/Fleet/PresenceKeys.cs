using System.Text.Json;
using Moi.Protocol.Filters;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Fleet;

/// <summary>The few keys of a remote that its presence tells; of all others nothing is known.</summary>
internal sealed class PresenceKeys(RemotePresence remote) : IKeyLookup
{
    public KeyReading Read(string key) => key switch
    {
        "addr" => Known(remote.Address),
        "name" => Known(remote.Name),
        "id" => Known(remote.Id),
        "moid" => Known(remote.Message.Moid),
        "arch" => Known(remote.Message.Architecture),
        _ => KeyReading.Unknown,
    };

    private static KeyReading Known(string text) => KeyReading.Of(JsonSerializer.SerializeToElement(text));
}
