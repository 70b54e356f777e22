using System.Text.Json;
using Moi.Daemon.Jobs;
using Moi.Daemon.Jobs.Book;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Verbs;

/// <summary>Reads a piece of the output of one of the operator's runs, or of a job.</summary>
internal sealed class OutputVerb(RunSpools spools, LiveOutputs live, JobBook jobs) : IReadingVerb
{
    public string Name => Verb.Output;

    public ValueTask<JsonElement> ReadAsync(Request request, CancellationToken cancellationToken)
    {
        OutputArguments arguments = Arguments.Of(request, MessageJson.Wire.OutputArguments);
        OutputStream stream = arguments.Stream switch
        {
            "stdout" => OutputStream.Stdout,
            "stderr" => OutputStream.Stderr,
            _ => throw new VerbException(FaultCode.BadRequest, $"There is no stream '{arguments.Stream}'; stdout and stderr there are."),
        };
        if (arguments.Offset < 0 || arguments.Count < 0)
        {
            throw new VerbException(FaultCode.BadRequest, "An offset and a count are 0 or more.");
        }

        if ((spools.Find(request.Operator, arguments.Request) ?? jobs.Find(arguments.Request)?.Command.Output) is not { } spool)
        {
            throw new VerbException(FaultCode.NoSuchRequest, "The output of that run or job is not kept here (any more).");
        }

        live.Fetched(request.Operator, arguments.Request);

        SpoolPiece piece = spool.Read(stream, arguments.Offset, Math.Min(arguments.Count, RunSpools.LargestPiece));
        return ValueTask.FromResult(JsonSerializer.SerializeToElement(
            new OutputValue(piece.Offset, piece.Data.ToArray(), piece.Total), MessageJson.Wire.OutputValue));
    }
}
