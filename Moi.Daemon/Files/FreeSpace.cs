namespace Moi.Daemon.Files;

/// <summary>The room for a file, looked at before any of it comes.</summary>
internal static class FreeSpace
{
    /// <summary>What is wrong with a place for a file of this size, one line; null where there is room, or where nobody can tell.</summary>
    public static string? FindProblem(string folder, long size)
    {
        try
        {
            long free = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;
            return free < size ? $"There is no room for {size} bytes in '{folder}': {free} are free." : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A share of the network has no drive; writing tells.
            return null;
        }
    }
}
