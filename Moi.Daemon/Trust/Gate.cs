using Moi.Protocol.Transport;
using Moi.Protocol.Messages;
using Moi.Protocol.Trust;

namespace Moi.Daemon.Trust;

/// <summary>
/// Tells operators from strangers, before anything in a request is believed. Where no operators are configured everybody is
/// taken for who they say they are.
/// </summary>
internal sealed class Gate(IReadOnlyList<KnownOperator>? operators)
{
    private readonly Dictionary<string, KnownOperator>? _byKey = operators?.ToDictionary(known => known.Key.Id, StringComparer.Ordinal);

    /// <summary>Whether requests have to be signed.</summary>
    public bool IsClosed => _byKey is not null;

    /// <summary>Looks at a message.</summary>
    /// <exception cref="EnvelopeException">It is no request, and no operators are configured.</exception>
    public Entrance Open(MqttMessage message)
    {
        if (_byKey is null)
        {
            return OpenUnverified(message);
        }

        if (message.Retain)
        {
            return new Entrance(null, null, Distrust.Kept);
        }

        Envelope envelope;
        try
        {
            envelope = Envelope.Open(message.Payload.Span);
        }
        catch (EnvelopeException)
        {
            return new Entrance(null, null, Distrust.Unreadable);
        }

        (KnownOperator? known, string? distrust) = Verify(envelope);
        try
        {
            Request request = envelope.ReadRequest();
            return new Entrance(envelope, known is null ? request : request with { Operator = known.Name }, distrust);
        }
        catch (EnvelopeException)
        {
            return new Entrance(envelope, null, distrust ?? Distrust.Unreadable);
        }
    }

    /// <remarks>
    /// A signature that nobody here can verify neither helps nor harms: so operators can sign before the last device has their key.
    /// </remarks>
    private static Entrance OpenUnverified(MqttMessage message)
    {
        if (message.Retain)
        {
            throw new EnvelopeException("The request was kept by the broker; it may be of any age");
        }

        var envelope = Envelope.Open(message.Payload.Span);
        return envelope.Header.Algorithm is Envelope.NoSignature or Envelope.Es256
            ? new Entrance(envelope, envelope.ReadRequest(), null)
            : throw new EnvelopeException($"The request is signed with '{envelope.Header.Algorithm}', which this version does not know");
    }

    private (KnownOperator? Operator, string? Distrust) Verify(Envelope envelope) => envelope.Header switch
    {
        { Algorithm: Envelope.NoSignature } => (null, Distrust.Unsigned),
        { Algorithm: not Envelope.Es256 } => (null, Distrust.Algorithm),
        { KeyId: { } id } when _byKey!.TryGetValue(id, out KnownOperator? known) =>
            envelope.IsSignedBy(known.Key) ? (known, null) : (null, Distrust.Altered),
        _ => (null, Distrust.UnknownKey),
    };
}
