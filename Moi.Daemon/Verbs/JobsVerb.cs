using System.Text.Json;
using Moi.Daemon.Jobs.Book;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Verbs;

/// <summary>Lists jobs.</summary>
internal sealed class JobsVerb(JobBook jobs, string remote) : IReadingVerb
{
    public string Name => Verb.Jobs;

    public ValueTask<JsonElement> ReadAsync(Request request, CancellationToken cancellationToken)
    {
        JobSelection selection = Arguments.Of(request, MessageJson.Wire.JobSelection);
        return ValueTask.FromResult(JobValues.Answer(jobs.Listed(selection, remote).Select(JobValues.Of)));
    }
}
