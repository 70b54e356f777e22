using System.Runtime.Versioning;
using Moi.Protocol.Configuration;

namespace Moi.Daemon.Configuration;

/// <summary>The folders that a remote works in.</summary>
public static class RemoteFolders
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode OwnerWritesAllRead = OwnerOnly
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>
    /// Makes the folders that are missing, with those above them: the home with mode 0755, the temporary folder and the
    /// store for the daemon's user alone (0700). Those that are there stay as they are; but one that lies where every
    /// user may make folders, as in <c>/tmp</c>, has to belong to the daemon's user or to root, because commands are run
    /// from there.
    /// </summary>
    /// <param name="configuration">The remote's configuration.</param>
    /// <exception cref="ConfigurationException">
    /// A folder cannot be made or belongs to somebody else. The message names the folder and the key that sets it.
    /// </exception>
    public static void Prepare(DaemonConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Make("home", configuration.Home, OwnerWritesAllRead);
        Make("tmp", configuration.TemporaryFolder, OwnerOnly);
        Make("store", configuration.StoreFolder, OwnerOnly);
    }

    private static void Make(string key, string folder, UnixFileMode mode)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
                return;
            }

            Directory.CreateDirectory(folder, mode);
            if (OperatingSystem.IsLinux() && IsOpenToAll(Path.GetDirectoryName(folder)) && FolderOwner.IsForeign(folder))
            {
                throw Unusable(folder, $"belongs to another user; remove it, or set '{key}' to another folder", null);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable(folder, $"cannot be made: {error.Message}; set '{key}' to another folder", error);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static bool IsOpenToAll(string? parent) =>
        parent is not null && File.GetUnixFileMode(parent).HasFlag(UnixFileMode.OtherWrite);

    private static ConfigurationException Unusable(string folder, string problem, Exception? cause) =>
        new(folder, SourcePosition.WholeFile, problem, cause);
}
