namespace Moi.Fleet.Tests.Files;

/// <summary>The brokers that the tests run on.</summary>
public enum BrokerKind
{
    /// <summary>The demo's, in this process.</summary>
    Embedded,

    /// <summary>A real one.</summary>
    Mosquitto,
}
