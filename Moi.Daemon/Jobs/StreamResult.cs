namespace Moi.Daemon.Jobs;

/// <summary>What became of one stream of a command.</summary>
/// <param name="Bytes">How many bytes the command wrote.</param>
/// <param name="Sha256">SHA-256 of all of them, kept or not, in lower-case hexadecimal.</param>
/// <param name="MissingBytes">How many of them, in the middle, were not kept.</param>
internal sealed record StreamResult(long Bytes, string Sha256, long MissingBytes)
{
    /// <summary>Whether something is missing.</summary>
    public bool Truncated => MissingBytes > 0;
}
