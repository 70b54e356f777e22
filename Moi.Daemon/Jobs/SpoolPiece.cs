namespace Moi.Daemon.Jobs;

/// <summary>Some bytes of a command's output.</summary>
/// <param name="Offset">The place in the stream of the first of them; reading goes on at <see cref="Next"/>.</param>
/// <param name="Data">The bytes, as the command wrote them; none at the end of what there is.</param>
/// <param name="Dropped">How many bytes between the asked offset and this one were not kept.</param>
/// <param name="Total">How many bytes the stream had when this was read.</param>
internal readonly record struct SpoolPiece(long Offset, ReadOnlyMemory<byte> Data, long Dropped, long Total)
{
    /// <summary>Where the next piece starts.</summary>
    public long Next => Offset + Data.Length;
}
