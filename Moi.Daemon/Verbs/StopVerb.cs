using Moi.Daemon.Jobs.Book;
using Moi.Daemon.Requests;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Verbs;

/// <summary>Stops jobs with all their processes, and answers when nothing of them is left.</summary>
internal sealed class StopVerb(JobBook jobs, string remote) : IActingVerb
{
    public string Name => Verb.Stop;

    public async Task<VerbResult> ActAsync(Request request, Work work, CancellationToken cancellationToken)
    {
        IReadOnlyList<Job> meant = jobs.Meant(Arguments.Of(request, MessageJson.Wire.JobSelection), remote);
        try
        {
            await Task.WhenAll(meant.Select(JobBook.StopAsync)).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new VerbException(FaultCode.Cancelled, "The jobs were told to stop, and are not waited for.");
        }

        List<JobValue> stopped = [.. meant.Select(JobValues.Of)];

        // Commands and reasons may be long, and the journal keeps short things.
        return new VerbResult(
            JobValues.Answer(stopped),
            JobValues.Answer(stopped.Select(job => job with { Command = string.Empty, Reason = null })));
    }
}
