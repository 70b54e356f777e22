using Moi.Testing;
using MQTTnet.Exceptions;

namespace Moi.Faults.Weather;

/// <summary>
/// Listens to every request, and says some again later: what a broker does that delivers twice, late and out of order, and what
/// a stranger does that has listened.
/// </summary>
internal sealed class Echo : IAsyncDisposable
{
    private const int Remembered = 300;

    private readonly int _port;
    private readonly Random _random;
    private readonly List<RawMessage> _heard = [];
    private RawClient? _client;

    public Echo(int port, int seed)
    {
        _port = port;
        _random = new Random(seed);
    }

    /// <summary>Says some of what was heard again, in any order.</summary>
    public async Task SpeakAsync(int count)
    {
        try
        {
            RawClient client = await ConnectAsync();
            while (client.Messages.TryRead(out RawMessage? message))
            {
                _heard.Add(message);
            }

            _heard.RemoveRange(0, Math.Max(0, _heard.Count - Remembered));
            for (int i = 0; i < count && _heard.Count > 0; i++)
            {
                RawMessage again = _heard[_random.Next(_heard.Count)];
                await client.PublishAsync(again.Topic, again.Payload, quality: 1);
            }
        }
        catch (Exception away) when (away is MqttCommunicationException or InvalidOperationException or OperationCanceledException)
        {
            // The broker was killed meanwhile; the next time there is another connection.
            _client?.Abort();
            _client = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            await _client.DisposeAsync();
        }
    }

    private async Task<RawClient> ConnectAsync()
    {
        if (_client is null)
        {
            _client = await RawClient.ConnectAsync(_port);
            await _client.SubscribeAsync("moi/v1/ask/#", quality: 1);
        }

        return _client;
    }
}
