using System.Text.Json;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Verbs;

/// <summary>Reads the clock, to the millisecond: the key <c>time</c> has whole seconds.</summary>
internal sealed class ClockVerb(TimeProvider time) : IReadingVerb
{
    public string Name => Verb.Clock;

    public ValueTask<JsonElement> ReadAsync(Request request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Json.Of(time.GetUtcNow().ToUnixTimeMilliseconds()));
}
