namespace Moi.Protocol.Configuration;

/// <summary>Files that are for their owner alone.</summary>
public static class OwnerOnly
{
    /// <summary>What an owner may do with such a file, and nobody else: read and write it (0600).</summary>
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Gives a file that is made with these options to its owner alone. Windows has no such modes; a folder's rights hold there.</summary>
    public static FileStreamOptions ForOwnerOnly(this FileStreamOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Mode;
        }

        return options;
    }
}
