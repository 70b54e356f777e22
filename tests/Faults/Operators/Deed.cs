namespace Moi.Faults.Operators;

/// <summary>What an operator does to the fleet.</summary>
internal enum DeedKind
{
    /// <summary>Writes a key that nobody else writes.</summary>
    Key,

    /// <summary>Runs a command that leaves a mark.</summary>
    Run,

    /// <summary>Starts a job that leaves a mark, and waits for it.</summary>
    Job,

    /// <summary>Sends a file, perhaps over another.</summary>
    File,

    /// <summary>Reads keys.</summary>
    Read,
}

/// <summary>One deed of an operator: told before it is begun and again when it is over, so that a kill in between leaves the first.</summary>
internal sealed record Deed
{
    /// <summary>Names the deed: the mark it leaves, the key it writes.</summary>
    public required string Id { get; init; }

    /// <summary>What is done.</summary>
    public required DeedKind Kind { get; init; }

    /// <summary>Who is to answer: ids.</summary>
    public required IReadOnlyList<string> Expected { get; init; }

    /// <summary>With a file: what it is called.</summary>
    public string? File { get; init; }

    /// <summary>With a file: its SHA-256.</summary>
    public string? Sha256 { get; init; }

    /// <summary>With a run or a job: the exit code of its command.</summary>
    public int ExitCode { get; init; }

    /// <summary>What became of it; null while it is under way.</summary>
    public DeedEnd? End { get; init; }
}

/// <summary>What became of a deed.</summary>
/// <param name="Words">What each remote said last, or why it said nothing.</param>
/// <param name="Failure">Why the whole of it failed; null where it did not.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record DeedEnd(IReadOnlyList<DeedWord> Words, string? Failure, double Seconds);

/// <summary>What one remote said last.</summary>
/// <param name="Remote">Its id.</param>
/// <param name="Word"><c>done</c>, the reason of a refusal, or the kind of its absence.</param>
/// <param name="ExitCode">The exit code it told of, for what has one.</param>
internal sealed record DeedWord(string Remote, string Word, int? ExitCode = null)
{
    /// <summary>The word of a remote that did it.</summary>
    public const string Done = "done";
}
