namespace Moi.PowerShell;

/// <summary>
/// A file that is in place on a remote, whole and right. Where a command sends several, <see cref="MoiResult.Success"/> says of
/// each whether all of them are in place on that remote.
/// </summary>
public sealed class MoiFileResult : MoiResult
{
    /// <summary>The full path on the remote.</summary>
    public required string Path { get; init; }

    /// <summary>The size of the file, in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The SHA-256 of the file, in hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Whether the same file was in place already, so that nothing was sent.</summary>
    public bool Skipped { get; init; }

    /// <summary>How long it took on the remote.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The same, as part of a command that failed on this remote.</summary>
    internal MoiFileResult AsFailed() => new()
    {
        Address = Address,
        Name = Name,
        Id = Id,
        Success = false,
        Path = Path,
        Bytes = Bytes,
        Sha256 = Sha256,
        Skipped = Skipped,
        Duration = Duration,
    };
}
