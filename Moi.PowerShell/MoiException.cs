using Moi.PowerShell.Internal;

namespace Moi.PowerShell;

/// <summary>
/// The exception in every error of the module; the message is one line for people. It may quote a remote, so whatever would steer a
/// terminal is taken out of it.
/// </summary>
public sealed class MoiException : Exception
{
    /// <summary>With a message.</summary>
    public MoiException(string message, Exception? inner = null)
        : base(ViewText.Printable(message), inner)
    {
    }
}
