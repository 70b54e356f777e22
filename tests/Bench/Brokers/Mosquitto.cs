using Moi.Testing;

namespace Moi.Bench.Brokers;

/// <summary>A Mosquitto with its defaults, but without Nagle's delay, as examples/mosquitto has it.</summary>
internal sealed class Mosquitto : IBroker
{
    /// <summary>Its name.</summary>
    public const string Called = "mosquitto";

    private readonly MosquittoBroker _broker;

    private Mosquitto(MosquittoBroker broker) => _broker = broker;

    /// <inheritdoc/>
    public string Name => Called;

    /// <inheritdoc/>
    public int Port => _broker.Port;

    /// <inheritdoc/>
    public int ProcessId => _broker.ProcessId;

    /// <summary>Starts one.</summary>
    public static async Task<IBroker> StartAsync() => new Mosquitto(await MosquittoBroker.StartAsync());

    public ValueTask DisposeAsync() => _broker.DisposeAsync();
}
