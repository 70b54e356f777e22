using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Moi.Daemon.Broker;
using Moi.Testing;

namespace Moi.Daemon.Tests.Program;

/// <summary>A broker, an operator, and the folder and configuration of a device on which moid is started.</summary>
internal sealed class DeviceBench : IAsyncDisposable
{
    private readonly EmbeddedBroker _broker;

    private DeviceBench(EmbeddedBroker broker, RawOperator @operator)
    {
        _broker = broker;
        Operator = @operator;
        Configuration = Configure(broker.Port);
    }

    public TemporaryFolder Folder { get; } = new();

    public RawOperator Operator { get; }

    public string Configuration { get; }

    public int BrokerPort => _broker.Port;

    public static async Task<DeviceBench> StartAsync()
    {
        EmbeddedBroker broker = await EmbeddedBroker.StartAsync(new EmbeddedBrokerOptions(), NullLogger.Instance);
        return new DeviceBench(broker, await RawOperator.ConnectAsync(broker.Port));
    }

    /// <summary>Starts moid and waits until it is there.</summary>
    public async Task<MoidRun> StartMoidAsync()
    {
        int births = Births;
        var moid = MoidRun.Start(Configuration);
        await Eventually.Holds(() => Births > births, "moid is there");
        return moid;
    }

    /// <summary>Writes a configuration for a broker on another port.</summary>
    public string Configure(int port, string name = "moid.json", string more = "") => Folder.Write(
        name,
        $$"""
        {
          "id": "r1",
          "name": "frodo",
          "addr": "10.0.0.1",
          "mqtt_addr": "127.0.0.1",
          "mqtt_port": {{port}},
          "home": {{JsonSerializer.Serialize(Folder["home"])}},
          "tmp": {{JsonSerializer.Serialize(Folder["tmp"])}},
          "bin": {{JsonSerializer.Serialize(Folder["bin"])}},
          "self": {{JsonSerializer.Serialize(Folder["self"])}},
          "store": {{JsonSerializer.Serialize(Folder["store"])}}{{more}}
        }
        """);

    public string[] LinesOf(string file) => File.Exists(Folder["home", file]) ? File.ReadAllLines(Folder["home", file]) : [];

    public async ValueTask DisposeAsync()
    {
        await Operator.DisposeAsync();
        await _broker.DisposeAsync();
        Folder.Dispose();
    }

    private int Births => Operator.Presence.Count(said => said.Online);
}
