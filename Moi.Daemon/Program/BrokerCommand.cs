using System.CommandLine;
using Microsoft.Extensions.Logging;
using Moi.Daemon.Broker;

namespace Moi.Daemon.Program;

/// <summary><c>moid broker</c>: the embedded broker alone, for trying things without Mosquitto.</summary>
internal static class BrokerCommand
{
    private static readonly Option<int> Port = Options.Port();

    public static Command Create()
    {
        Command command = new("broker", "Runs a small MQTT broker on loopback. It keeps nothing on disk.") { Port };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken _)
    {
        using Termination termination = new();
        try
        {
            await using EmbeddedBroker broker = await EmbeddedBroker.StartAsync(
                new EmbeddedBrokerOptions { Port = arguments.GetValue(Port) }, new DaemonLog("moid.broker", LogLevel.Information), termination.Token).ConfigureAwait(false);
            await Console.Out.WriteLineAsync($"The broker listens on 127.0.0.1:{broker.Port}. Ctrl+C ends it.").ConfigureAwait(false);
            await Task.Delay(Timeout.Infinite, termination.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (termination.Token.IsCancellationRequested)
        {
            // Told to end.
        }
        catch (IOException e)
        {
            await Console.Error.WriteLineAsync($"moid: {e.Message}").ConfigureAwait(false);
            return ExitCode.Failed;
        }

        return ExitCode.Done;
    }
}
