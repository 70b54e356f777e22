namespace Moi.Daemon.Jobs.Book;

/// <summary>What is known of a job from its start. Kept as <c>job.json</c> in its folder.</summary>
/// <param name="Id">Its id: that of the request which started it, and the name of its folder.</param>
/// <param name="Name">Its name, given or made up.</param>
/// <param name="IsNamed">Whether the name was given, so that the result becomes a key.</param>
/// <param name="Command">The command, cut where it is long.</param>
/// <param name="Operator">Who started it.</param>
/// <param name="StartedAt">When, Unix time in milliseconds.</param>
internal sealed record JobRecord(string Id, string Name, bool IsNamed, string Command, string Operator, long StartedAt)
{
    private const int LongestCommand = 500;
    private const int IdInName = 8;

    /// <summary>The record of a job that starts now.</summary>
    public static JobRecord Of(string id, string? name, string command, string @operator, DateTimeOffset now) => new(
        id,
        name ?? $"job-{id[..Math.Min(IdInName, id.Length)]}",
        name is not null,
        command.Length <= LongestCommand ? command : command[..LongestCommand] + "…",
        @operator,
        now.ToUnixTimeMilliseconds());
}
