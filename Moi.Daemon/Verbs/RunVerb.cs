using System.Text.Json;
using System.Text.Unicode;
using Moi.Daemon.Jobs;
using Moi.Daemon.Keys;
using Moi.Daemon.Requests;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Verbs;

/// <summary>Runs a command. Several run at once, as many as the limit allows; the others wait their turn.</summary>
internal sealed class RunVerb(RemoteKeys keys, Destinations destinations, RunSpools spools, int limit, RunnerCommand? runner) : IActingVerb
{
    private readonly SemaphoreSlim _places = new(limit);

    public string Name => Verb.Run;

    public async Task<VerbResult> ActAsync(Request request, Work work, CancellationToken cancellationToken)
    {
        RunArguments arguments = Arguments.Of(request, MessageJson.Wire.RunArguments);
        string directory = DirectoryOf(arguments);
        work.Queue();
        await WaitForPlaceAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            work.Begin();
            RunningCommand command = Start(request, arguments, directory);
            CommandResult result = await WaitAsync(command, cancellationToken).ConfigureAwait(false);
            keys.LastExitCode = result.ExitCode;
            return Tell(result, command.Output, LimitOf(arguments), arguments.Inline);
        }
        finally
        {
            _places.Release();
            spools.Tidy();
        }
    }

    private string DirectoryOf(RunArguments arguments)
    {
        string place = arguments.Directory ?? "home";
        string directory = destinations.Resolve(place);
        return Directory.Exists(directory)
            ? directory
            : throw new VerbException(
                FaultCode.NoDirectory,
                $"There is no folder '{directory}' to run in. Destinations here are {string.Join(", ", destinations.Names)}; a path works too.");
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

    private RunningCommand Start(Request request, RunArguments arguments, string directory)
    {
        CommandSpec spec = new()
        {
            Id = request.Id,
            Command = arguments.Command,
            WorkingDirectory = directory,
            Environment = arguments.Environment ?? new Dictionary<string, string>(),
            Stdin = arguments.Stdin,
            TimeoutSeconds = arguments.TimeoutSeconds,
            OutputLimitBytes = LimitOf(arguments),
            Durable = false,
        };
        try
        {
            return CommandHost.Start(spec, spools.DirectoryOf(request), runner);
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

    /// <summary>The journal keeps no output: it stands in the spool, from where a repeat's asker can fetch it.</summary>
    private static VerbResult Tell(CommandResult result, OutputSpool output, int limit, int inline)
    {
        RunValue remembered = new()
        {
            ExitCode = result.ExitCode,
            Ending = result.How switch
            {
                CommandEnd.TimedOut => RunEnding.TimedOut,
                CommandEnd.Stopped => RunEnding.Stopped,
                _ => RunEnding.Exited,
            },
            DurationMilliseconds = result.DurationMs,
            Stdout = Summarize(result.Stdout, limit),
            Stderr = Summarize(result.Stderr, limit),
        };
        RunValue told = remembered with
        {
            Stdout = WithBeginning(remembered.Stdout, output, OutputStream.Stdout, inline),
            Stderr = WithBeginning(remembered.Stderr, output, OutputStream.Stderr, inline),
        };
        return new VerbResult(Element(told), Element(remembered)) { Succeeded = result is { How: CommandEnd.Exited, ExitCode: 0 } };
    }

    private static int LimitOf(RunArguments arguments) => Math.Clamp(arguments.OutputLimit, 0, RunSpools.LargestOutput);

    private static StreamValue Summarize(StreamResult stream, int limit) => new()
    {
        Bytes = stream.Bytes,
        Sha256 = stream.Sha256,
        DroppedBytes = stream.MissingBytes,
        DroppedAt = stream.Truncated ? new SpoolLayout(limit).Head : 0,
    };

    private static StreamValue WithBeginning(StreamValue stream, OutputSpool output, OutputStream which, int inline)
    {
        ReadOnlyMemory<byte> beginning = output.Read(which, 0, Math.Clamp(inline, 0, RunSpools.LargestPiece)).Data;
        return Utf8.IsValid(beginning.Span)
            ? stream with { Text = System.Text.Encoding.UTF8.GetString(beginning.Span) }
            : stream with { Data = beginning.ToArray() };
    }

    private static JsonElement Element(RunValue value) => JsonSerializer.SerializeToElement(value, MessageJson.Wire.RunValue);
}
