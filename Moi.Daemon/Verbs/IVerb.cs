using System.Text.Json;
using Moi.Daemon.Keys;
using Moi.Daemon.Requests;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Verbs;

/// <summary>Something a remote can be asked to do. What it touches decides how a repeat of the request is met.</summary>
internal interface IVerb
{
    /// <summary>Its name in a request; see <see cref="Verb"/>.</summary>
    string Name { get; }
}

/// <summary>Changes nothing, so a repeat reads again and the journal is left alone.</summary>
internal interface IReadingVerb : IVerb
{
    /// <summary>Reads what is asked for.</summary>
    /// <exception cref="VerbException">It cannot be read.</exception>
    /// <exception cref="JsonException">The arguments are not of this verb's form.</exception>
    ValueTask<JsonElement> ReadAsync(Request request, CancellationToken cancellationToken);
}

/// <summary>Changes nothing but keys, so that the change and its entry in the journal are one write.</summary>
internal interface IKeyVerb : IVerb
{
    /// <summary>The changes that are asked for.</summary>
    /// <exception cref="VerbException">A key may not be changed.</exception>
    /// <exception cref="JsonException">The arguments are not of this verb's form.</exception>
    IReadOnlyList<KeyChange> ChangesOf(Request request);

    /// <summary>Does what follows from the change once it is on disk, before the operator is told. Repeating it does no harm.</summary>
    /// <exception cref="Protocol.Transport.BrokerException">It could not be done now.</exception>
    Task AppliedAsync(Request request, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Acts on the world, so the journal says that it begins before it does, and what came of it after.</summary>
internal interface IActingVerb : IVerb
{
    /// <summary>Does it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="work">Tells the operator how it goes.</param>
    /// <param name="cancellationToken">Ends it, when the operator goes away or the daemon stops.</param>
    /// <exception cref="VerbException">It could not be done.</exception>
    /// <exception cref="JsonException">The arguments are not of this verb's form.</exception>
    Task<VerbResult> ActAsync(Request request, Work work, CancellationToken cancellationToken);
}

/// <summary>
/// Acts on the world, but comes to the same however often it is begun. So where a crash cut it off, a repeat takes it up again
/// instead of being told that nobody knows.
/// </summary>
internal interface IResumableVerb : IActingVerb;

/// <summary>
/// Changes nothing, but may last: the operator is kept told that it does. A repeat meanwhile joins it, one after it waits again,
/// and a daemon that was restarted is asked again. So the journal is left alone.
/// </summary>
internal interface IWaitingVerb : IVerb
{
    /// <summary>Waits for what is asked for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="work">Tells the operator how it goes.</param>
    /// <param name="cancellationToken">Ends it, when the operator goes away or the daemon stops.</param>
    /// <exception cref="VerbException">There is nothing to wait for.</exception>
    /// <exception cref="JsonException">The arguments are not of this verb's form.</exception>
    Task<JsonElement> WaitAsync(Request request, Work work, CancellationToken cancellationToken);
}

/// <summary>What an acting verb gives.</summary>
/// <param name="Value">What the operator is told.</param>
/// <param name="Remembered">What the journal keeps to tell a repeat, where the value itself is too large to keep twice.</param>
internal sealed record VerbResult(JsonElement Value, JsonElement Remembered)
{
    /// <summary>Whether a stage that follows is for this remote too.</summary>
    public bool Succeeded { get; init; } = true;

    /// <summary>What is to happen when the answer is out; null for nothing.</summary>
    public Action? Then { get; init; }
}
