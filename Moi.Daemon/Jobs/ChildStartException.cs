namespace Moi.Daemon.Jobs;

/// <summary>A process could not be started. The message is a sentence for the operator.</summary>
internal sealed class ChildStartException(string message) : Exception(message);
