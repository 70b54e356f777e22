namespace Moi.PowerShell;

/// <summary>The exception in every error of the module; the message is one line for people.</summary>
public sealed class MoiException : Exception
{
    /// <summary>With a message.</summary>
    public MoiException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
