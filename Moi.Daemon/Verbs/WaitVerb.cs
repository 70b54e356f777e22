using System.Text.Json;
using Moi.Daemon.Jobs.Book;
using Moi.Daemon.Requests;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Verbs;

/// <summary>Waits until jobs have ended; at once where they have.</summary>
internal sealed class WaitVerb(JobBook jobs, string remote) : IWaitingVerb
{
    /// <summary>An operator that vanishes leaves its waits behind until the jobs end.</summary>
    private const int MostAtOnce = 128;

    private int _waiting;

    public string Name => Verb.Wait;

    public async Task<JsonElement> WaitAsync(Request request, Work work, CancellationToken cancellationToken)
    {
        JobSelection selection = Arguments.Of(request, MessageJson.Wire.JobSelection);
        IReadOnlyList<Job> meant = jobs.Meant(selection, remote);
        int waiting = Interlocked.Increment(ref _waiting);
        try
        {
            if (waiting > MostAtOnce)
            {
                throw new VerbException(FaultCode.Busy, $"{MostAtOnce} requests wait for jobs on this remote; ask again later.");
            }

            await Task.WhenAll(meant.Select(job => job.Ended)).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        return JobValues.Answer(meant.Select(job => JobValues.WithResult(job, selection.Inline / meant.Count)));
    }
}
