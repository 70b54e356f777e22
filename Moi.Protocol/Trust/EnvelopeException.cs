using Moi.Protocol.Transport;

namespace Moi.Protocol.Trust;

/// <summary>What came is not a request, or not one that can be read; the message says why in one short line.</summary>
public sealed class EnvelopeException : Exception
{
    /// <summary>With the reason, which may quote what came: it is made one short line.</summary>
    public EnvelopeException(string message, Exception? inner = null)
        : base($"{OneLine.Of(message)}.", inner)
    {
    }
}
