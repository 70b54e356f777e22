using System.Text.Json;

namespace Moi.Testing;

/// <summary>Follows on a broker, as a stranger would, which remotes say that they are there.</summary>
public sealed class PresenceWatch : IAsyncDisposable
{
    private readonly RawClient _client;
    private readonly Dictionary<string, bool> _online = new(StringComparer.Ordinal);

    private PresenceWatch(RawClient client)
    {
        _client = client;
    }

    /// <summary>Starts to follow.</summary>
    /// <param name="port">The broker's loopback port.</param>
    public static async Task<PresenceWatch> StartAsync(int port)
    {
        RawClient client = await RawClient.ConnectAsync(port);
        await client.SubscribeAsync("moi/v1/state/+");
        return new PresenceWatch(client);
    }

    /// <summary>Waits until the latest word of a remote, kept by the broker or new, is that it is there, or not.</summary>
    /// <param name="name">The remote's name.</param>
    /// <param name="online">Which of them.</param>
    public async Task IsAsync(string name, bool online)
    {
        while (!_online.TryGetValue(name, out bool now) || now != online)
        {
            RawMessage message = await _client.NextAsync();
            if (message.Payload.Length == 0)
            {
                // An operator who hears of nobody looks whether it would hear at all.
                continue;
            }

            using JsonDocument presence = JsonDocument.Parse(message.Payload);
            _online[presence.RootElement.GetProperty("name").GetString()!] =
                presence.RootElement.GetProperty("online").GetBoolean();
        }
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
