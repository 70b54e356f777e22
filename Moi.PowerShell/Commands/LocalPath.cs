using System.Management.Automation;

namespace Moi.PowerShell.Commands;

/// <summary>Paths of this machine, as PowerShell has them.</summary>
internal static class LocalPath
{
    /// <summary>The full path of a file or folder that need not be there; wildcards are none.</summary>
    /// <exception cref="MoiException">It is no path of the file system.</exception>
    public static string Resolve(PSCmdlet command, string path)
    {
        // A job's runspace has no drives, and needs none: what it is told is such a path.
        if (Path.IsPathFullyQualified(path))
        {
            return Path.GetFullPath(path);
        }

        string resolved = command.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        return provider.Name == "FileSystem" ? resolved : throw new MoiException($"'{path}' is no path of the file system, but of {provider.Name}.");
    }
}
