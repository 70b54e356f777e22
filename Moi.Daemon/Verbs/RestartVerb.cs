using Moi.Daemon.Requests;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Verbs;

/// <summary>Ends the daemon once its answer is out; whoever supervises it starts it again.</summary>
internal sealed class RestartVerb(Action restart) : IActingVerb
{
    public string Name => Verb.Restart;

    public Task<VerbResult> ActAsync(Request request, Work work, CancellationToken cancellationToken) =>
        Task.FromResult(new VerbResult(Json.True, Json.True) { Then = restart });
}
