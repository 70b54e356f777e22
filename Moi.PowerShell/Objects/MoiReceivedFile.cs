namespace Moi.PowerShell;

/// <summary>
/// A remote's file that is in place here, whole and right. Where a command fetches several from a remote, <see cref="MoiResult.Success"/>
/// says of each whether all of them are here.
/// </summary>
public sealed class MoiReceivedFile : MoiResult
{
    /// <summary>The full path on the remote.</summary>
    public required string RemotePath { get; init; }

    /// <summary>The full path here.</summary>
    public required string Path { get; init; }

    /// <summary>The size of the file, in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The SHA-256 of the file, in hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Whether the same file was in place already, so that nothing was fetched.</summary>
    public bool Skipped { get; init; }

    /// <summary>How long it took, from the moment the remote had read it through.</summary>
    public required TimeSpan Duration { get; init; }
}
