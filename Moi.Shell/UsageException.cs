namespace Moi.Shell;

/// <summary>The command line could not be understood; the message is one line for the user.</summary>
/// <param name="message">What was wrong and what to do.</param>
internal sealed class UsageException(string message) : Exception(message);
