namespace Moi.Protocol.Transport;

/// <summary>
/// The broker could not be reached, or did not do what was asked. The message is one line for people: it names host and
/// port, what was wrong and what to do, and never holds a password.
/// </summary>
public sealed class BrokerException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">One line for people.</param>
    /// <param name="cause">What was thrown underneath, if anything.</param>
    public BrokerException(BrokerFailure kind, string message, Exception? cause = null)
        : base(message, cause)
    {
        Kind = kind;
    }

    /// <summary>What went wrong.</summary>
    public BrokerFailure Kind { get; }

    /// <summary>Whether the broker may only have stumbled over MQTT 5, so that 3.1.1 is worth one try.</summary>
    internal bool SuggestsOlderVersion { get; init; }
}
