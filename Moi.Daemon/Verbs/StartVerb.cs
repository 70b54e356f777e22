using System.Text.Json;
using Moi.Daemon.Jobs;
using Moi.Daemon.Jobs.Book;
using Moi.Daemon.Keys;
using Moi.Daemon.Requests;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Verbs;

/// <summary>Starts a job. The request's id becomes the job's, so that one request gives the same id on every remote.</summary>
internal sealed class StartVerb(JobBook jobs, Destinations destinations) : IActingVerb
{
    public string Name => Verb.Start;

    public async Task<VerbResult> ActAsync(Request request, Work work, CancellationToken cancellationToken)
    {
        StartArguments arguments = Arguments.Of(request, MessageJson.Wire.StartArguments);
        CommandSpec spec = CommandRequest.SpecOf(request.Id, arguments.Run, destinations);
        Job job;
        try
        {
            job = await jobs.StartAsync(request.Operator, arguments.Name, spec).ConfigureAwait(false);
        }
        catch (StoreException e)
        {
            throw new VerbException(FaultCode.Failed, $"The job was not started: {e.Message}");
        }

        if (job is { IsRunning: false, Result: { How: CommandEnd.FailedToStart } result })
        {
            throw new VerbException(FaultCode.CannotStart, result.Reason ?? "The job could not be started.");
        }

        JsonElement value = JsonSerializer.SerializeToElement(JobValues.Of(job), MessageJson.Wire.JobValue);
        return new VerbResult(value, value);
    }
}
