using System.Text.Json;
using Moi.Daemon.Jobs;
using Moi.Daemon.Keys;
using Moi.Daemon.Requests;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Verbs;

/// <summary>Runs a command. Several run at once, as many as the limit allows; the others wait their turn.</summary>
internal sealed class RunVerb(
    RemoteKeys keys, Destinations destinations, RunSpools spools, LiveOutputs live, int limit, RunnerCommand? runner) : IActingVerb
{
    private readonly SemaphoreSlim _places = new(limit);

    public string Name => Verb.Run;

    public async Task<VerbResult> ActAsync(Request request, Work work, CancellationToken cancellationToken)
    {
        RunArguments arguments = Arguments.Of(request, MessageJson.Wire.RunArguments);
        CommandSpec spec = CommandRequest.SpecOf(request.Id, arguments, destinations) with { Durable = false };
        work.Queue();
        await WaitForPlaceAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            work.Begin();
            RunningCommand command = Start(request, spec, arguments.Stream ? Follow(request, work) : null);
            CommandResult result = await WaitAsync(command, cancellationToken).ConfigureAwait(false);
            keys.LastExitCode = result.ExitCode;

            // The journal keeps no output: it stands in the spool, from where a repeat's asker can fetch it.
            RunValue summary = CommandOutcome.Summarize(result, command.Output);
            return new VerbResult(Element(summary.WithBeginning(command.Output, arguments.Inline)), Element(summary))
            {
                Succeeded = result is { How: CommandEnd.Exited, ExitCode: 0 },
            };
        }
        finally
        {
            live.Leave(request);
            _places.Release();
            spools.Tidy();
        }
    }

    private async Task WaitForPlaceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new VerbException(FaultCode.Cancelled, "It was cancelled before it was its turn; it did not run.");
        }
    }

    private LiveOutput Follow(Request request, Work work)
    {
        LiveOutput output = new((totals, now) => work.Report(
            JsonSerializer.SerializeToElement(totals, MessageJson.Wire.OutputTotals), now));
        live.Enter(request, output);
        return output;
    }

    private RunningCommand Start(Request request, CommandSpec spec, LiveOutput? output)
    {
        try
        {
            return CommandHost.Start(spec, spools.DirectoryOf(request), runner, output is null ? null : output.Grew);
        }
        catch (ArgumentException e)
        {
            throw new VerbException(FaultCode.BadRequest, e.Message);
        }
    }

    private static async Task<CommandResult> WaitAsync(RunningCommand command, CancellationToken cancellationToken)
    {
        CommandResult? result;
        try
        {
            result = await command.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            result = await command.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return result switch
        {
            null => throw new VerbException(FaultCode.Failed, "What looked after the command was killed, and the command with it."),
            { How: CommandEnd.FailedToStart } => throw new VerbException(FaultCode.CannotStart, result.Reason ?? "The command could not be started."),
            _ => result,
        };
    }

    private static JsonElement Element(RunValue value) => JsonSerializer.SerializeToElement(value, MessageJson.Wire.RunValue);
}
