namespace Moi.Daemon.Jobs;

/// <summary>One of the two streams a command writes.</summary>
internal enum OutputStream
{
    /// <summary>Standard output.</summary>
    Stdout,

    /// <summary>Standard error.</summary>
    Stderr,
}
