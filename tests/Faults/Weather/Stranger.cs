using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Moi.Testing;
using MQTTnet.Exceptions;

namespace Moi.Faults.Weather;

/// <summary>Somebody who may publish, and shouts: nothing, nonsense, the deep and the huge, on every topic, as fast as it goes.</summary>
internal sealed class Stranger(int port, int seed)
{
    private const int Shouts = 300;
    private const int Deep = 5_000;
    private const int Huge = 300_000;

    private readonly Random _random = new(seed);

    /// <summary>Shouts once.</summary>
    public async Task ShoutAsync()
    {
        try
        {
            await using RawClient client = await RawClient.ConnectAsync(port);
            for (int shout = 0; shout < Shouts; shout++)
            {
                await client.PublishAsync(SomeTopic(), SomePayload());
            }
        }
        catch (Exception away) when (away is MqttCommunicationException or InvalidOperationException or OperationCanceledException)
        {
            // The broker was killed meanwhile.
        }
    }

    private string SomeTopic()
    {
        string remote = string.Create(CultureInfo.InvariantCulture, $"r{_random.Next(8)}");
        return _random.Next(8) switch
        {
            0 => "moi/v1/ask/all",
            1 => $"moi/v1/ask/remote/{remote}",
            2 => "moi/v1/ask/group/strangers",
            3 => $"moi/v1/tell/nobody/nowhere/{remote}",
            4 => $"moi/v1/state/{remote}",
            5 => "moi/v1/file/0123456789abcdef0123456789abcdef/block",
            6 => $"moi/v1/file/0123456789abcdef0123456789abcdef/to/{remote}",
            _ => $"moi/v1/file/0123456789abcdef0123456789abcdef/want/{remote}",
        };
    }

    private byte[] SomePayload()
    {
        switch (_random.Next(20))
        {
            case < 8:
                byte[] noise = new byte[_random.Next(2000)];
                _random.NextBytes(noise);
                return noise;
            case < 10:
                return Encoding.UTF8.GetBytes(new string('[', Deep));
            case 10:
                return Encoding.UTF8.GetBytes(new string('x', Huge));
            case < 18:
                return Envelope(_random.Next(2) == 0 ? "{}" : new string('{', _random.Next(Deep)));
            default:
                return [];
        }
    }

    private static byte[] Envelope(string body) => Encoding.UTF8.GetBytes(
        $$"""{"payload":"{{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(body))}}","protected":"eyJhbGciOiJub25lIn0","signature":""}""");
}
