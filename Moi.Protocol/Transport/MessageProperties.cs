namespace Moi.Protocol.Transport;

/// <summary>
/// MQTT 5 properties that mirror what the envelope says, for tools that watch the broker. They are left out on
/// MQTT 3.1.1, and Moi itself never reads them back.
/// </summary>
public sealed record MessageProperties
{
    /// <summary>The topic an answer goes to. Null leaves it out.</summary>
    public string? ResponseTopic { get; init; }

    /// <summary>What an answer refers to. Empty leaves it out.</summary>
    public ReadOnlyMemory<byte> CorrelationData { get; init; }

    /// <summary>The media type of the payload. Null leaves it out.</summary>
    public string? ContentType { get; init; }
}
