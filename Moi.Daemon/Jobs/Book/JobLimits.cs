namespace Moi.Daemon.Jobs.Book;

/// <summary>How many jobs a remote has.</summary>
internal sealed record JobLimits
{
    /// <summary>How many run at once; more are refused.</summary>
    public int Running { get; init; } = 64;

    /// <summary>How many that have ended are kept, the latest.</summary>
    public int Kept { get; init; } = 100;

    /// <summary>How many bytes of disk those that are kept may take together; the latest is kept whatever it takes.</summary>
    public long KeptBytes { get; init; } = 256 * 1024 * 1024;
}
