using System.CommandLine;
using System.CommandLine.Parsing;
using Moi.Protocol.Transport;

namespace Moi.Daemon.Program;

/// <summary>The options of moid's commands.</summary>
internal static class Options
{
    private const int LastPort = 65535;

    /// <summary>A port on loopback.</summary>
    public static Option<int> Port() => Within(0, LastPort, new Option<int>("--port", "-p")
    {
        Description = "The broker's port on loopback; 0 for a free one.",
        DefaultValueFactory = _ => 1883,
    });

    /// <summary>A broker that is there already.</summary>
    public static Option<MqttSessionOptions?> Broker() => new("--broker", "-b")
    {
        Description = "A broker that is there already, as HOST or HOST:PORT; without it the demo runs its own.",
        CustomParser = result => ReadBroker(result, result.Tokens.Single().Value),
    };

    /// <summary>An option whose value lies between two others, those included.</summary>
    public static Option<int> Within(int least, int most, Option<int> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && (!int.TryParse(text, out int value) || value < least || value > most))
            {
                result.AddError($"{option.Name} must be a number from {least} to {most}, not '{text}'.");
            }
        });
        return option;
    }

    private static MqttSessionOptions? ReadBroker(ArgumentResult result, string place)
    {
        MqttSessionOptions broker = new() { ClientId = "demo" };
        switch (place.Split(':'))
        {
            case [{ Length: > 0 } host]:
                return broker with { Host = host };
            case [{ Length: > 0 } host, var port] when int.TryParse(port, out int number) && number is > 0 and <= LastPort:
                return broker with { Host = host, Port = number };
            default:
                result.AddError($"--broker must be HOST or HOST:PORT, not '{place}'.");
                return null;
        }
    }
}
