using System.Globalization;
using System.Text.RegularExpressions;
using Moi.Bench.Fleets;

namespace Moi.Bench.Brokers;

/// <summary>moid's own broker, as a process.</summary>
internal sealed partial class Embedded : IBroker
{
    /// <summary>Its name.</summary>
    public const string Called = "embedded";

    private readonly Child _process;

    private Embedded(Child process, int port)
    {
        _process = process;
        Port = port;
    }

    /// <inheritdoc/>
    public string Name => Called;

    /// <inheritdoc/>
    public int Port { get; }

    /// <inheritdoc/>
    public int ProcessId => _process.Id;

    /// <summary>Starts one.</summary>
    public static async Task<IBroker> StartAsync(string moid, CancellationToken cancel)
    {
        Child process = Child.Start(null, moid, "broker", "--port", "0");
        try
        {
            string word = await process.FirstLineAsync(cancel);
            return new Embedded(process, int.Parse(PortIn().Match(word).Groups[1].Value, CultureInfo.InvariantCulture));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [GeneratedRegex(@":(\d+)")]
    private static partial Regex PortIn();
}
