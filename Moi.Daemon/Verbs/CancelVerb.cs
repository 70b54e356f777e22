using System.Text.Json;
using Moi.Daemon.Requests;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Verbs;

/// <summary>
/// Ends a request of the same operator that is under way. It can be repeated without harm, so it needs no journal.
/// </summary>
internal sealed class CancelVerb(OpenRequests open) : IReadingVerb
{
    public string Name => Verb.Cancel;

    public ValueTask<JsonElement> ReadAsync(Request request, CancellationToken cancellationToken)
    {
        CancelArguments arguments = Arguments.Of(request, MessageJson.Wire.CancelArguments);
        return ValueTask.FromResult(Json.Of(open.Cancel(request.Operator, arguments.Request)));
    }
}
