namespace Moi.Protocol.Trust;

/// <summary>What came is not a request, or not one that can be read; the message says why in one line.</summary>
public sealed class EnvelopeException : Exception
{
    /// <summary>With the reason.</summary>
    public EnvelopeException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
