using Moi.Protocol.Messages;

namespace Moi.Daemon.Verbs;

/// <summary>A verb could not do what was asked; the operator is told.</summary>
/// <param name="code">One of <see cref="FaultCode"/>.</param>
/// <param name="message">One line: what was wrong, and what to do.</param>
internal sealed class VerbException(string code, string message) : Exception(message)
{
    public Fault Fault { get; } = new(code, message);
}
