using Microsoft.Extensions.Logging;

namespace Moi.Daemon.Keys;

/// <summary>
/// Some room on the store's disk that is given free when the disk is full: enough to take note of the requests, and keep the
/// output of the commands, that make room again. Without it a device with a full disk could only be looked at.
/// </summary>
/// <param name="folder">The store's folder.</param>
/// <param name="size">How many bytes are kept free; 0 for none.</param>
/// <param name="logger">Told when the room is given up.</param>
internal sealed partial class DiskReserve(string folder, int size, ILogger logger)
{
    private const long Plenty = 16;

    private readonly object _sync = new();
    private readonly string _file = Path.Combine(folder, "reserve");
    private bool _isTaken;
    private bool _isGiven;

    /// <summary>Gives the room free where the disk is all but full; takes it where there is plenty. Called before anything is written.</summary>
    public void Ease()
    {
        if (size == 0)
        {
            return;
        }

        lock (_sync)
        {
            try
            {
                Balance(new DriveInfo(folder).AvailableFreeSpace);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Without a reserve the device does what it can all the same.
                LogUseless(logger, e.Message);
            }
        }
    }

    private void Balance(long free)
    {
        if (free < size && !_isGiven)
        {
            File.Delete(_file);
            (_isTaken, _isGiven) = (false, true);
            LogGiven(logger, folder);
        }
        else if (free > size * Plenty && !_isTaken)
        {
            FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (FileStream reserve = new(_file, options))
            {
                // Written, not only made longer: a hole takes no room.
                reserve.Write(new byte[size]);
            }

            (_isTaken, _isGiven) = (true, false);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The disk of {Folder} is full; what was kept free for that is used now")]
    private static partial void LogGiven(ILogger logger, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No room can be kept free for a full disk: {Reason}")]
    private static partial void LogUseless(ILogger logger, string reason);
}
