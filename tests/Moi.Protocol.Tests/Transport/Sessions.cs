using Microsoft.Extensions.Logging.Abstractions;
using Moi.Protocol.Transport;
using Moi.Testing;

namespace Moi.Protocol.Tests.Transport;

/// <summary>Sessions and options as these tests want them: impatient, and quick to come back.</summary>
internal static class Sessions
{
    public static MqttSessionOptions Options(int port, string? clientId = null) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        ClientId = clientId ?? $"test-{Guid.NewGuid():N}",
        ReconnectMinimum = TimeSpan.FromMilliseconds(20),
        ReconnectMaximum = TimeSpan.FromMilliseconds(200),
    };

    public static MqttSession Make(MqttSessionOptions options, RecordingLogger? log = null) =>
        new(options, log is null ? NullLogger.Instance : log);

    public static async Task<MqttSession> ConnectAsync(MqttSessionOptions options, RecordingLogger? log = null)
    {
        MqttSession session = Make(options, log);
        await session.ConnectAsync();
        return session;
    }

    public static async Task<BrokerException> FailureOfAsync(MqttSessionOptions options)
    {
        await using MqttSession session = Make(options);
        return await Assert.ThrowsAsync<BrokerException>(() => session.ConnectAsync());
    }

    public static async Task<MqttMessage> NextAsync(this MqttSession session)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        return await session.Messages.ReadAsync(limit.Token);
    }

    public static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    public static string Text(this MqttMessage message) => System.Text.Encoding.UTF8.GetString(message.Payload.Span);
}
