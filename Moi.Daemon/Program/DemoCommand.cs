using System.CommandLine;
using Microsoft.Extensions.Logging;
using Moi.Daemon.Demo;
using Moi.Daemon.Jobs;
using Moi.Daemon.Keys;
using Moi.Protocol.Transport;

namespace Moi.Daemon.Program;

/// <summary><c>moid demo</c>: a broker and remotes in one process, to try things on.</summary>
internal static class DemoCommand
{
    private const int MostRemotes = 10_000;

    private static readonly Option<int> Count = Options.Within(1, MostRemotes, new Option<int>("--count", "-n")
    {
        Description = "How many remotes; the first four are frodo, bilbo, merry and pippin.",
        DefaultValueFactory = _ => 4,
    });

    private static readonly Option<int> First = Options.Within(1, MostRemotes, new Option<int>("--first")
    {
        Description = "The number of the first, so that several demos can share a broker.",
        DefaultValueFactory = _ => 1,
    });

    private static readonly Option<MqttSessionOptions?> Broker = Options.Broker();

    private static readonly Option<int> Port = Options.Port();

    public static Command Create()
    {
        Command command = new("demo", "Runs a broker and some remotes on loopback, and leaves nothing behind.") { Count, First, Broker, Port };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken _)
    {
        using Termination termination = new();
        DemoOptions options = new()
        {
            Count = arguments.GetValue(Count),
            First = arguments.GetValue(First),
            Port = arguments.GetValue(Port),
            Broker = arguments.GetValue(Broker),
            Runner = RunnerCommand.OfThisProcess(),
            Logger = new DaemonLog("moid.demo", LogLevel.Warning),
        };
        try
        {
            await using DemoFleet fleet = await DemoFleet.StartAsync(options, termination.Token).ConfigureAwait(false);
            await Console.Out.WriteLineAsync(
                $"{fleet.Remotes.Count} remotes at the broker on {options.Broker?.Host ?? "127.0.0.1"}:{fleet.Port}. Ctrl+C ends them.").ConfigureAwait(false);
            await Task.Delay(Timeout.Infinite, termination.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (termination.Token.IsCancellationRequested)
        {
            // Told to end.
        }
        catch (Exception e) when (e is IOException or StoreException or BrokerException)
        {
            await Console.Error.WriteLineAsync($"moid: {e.Message}").ConfigureAwait(false);
            return ExitCode.Failed;
        }

        return ExitCode.Done;
    }
}
