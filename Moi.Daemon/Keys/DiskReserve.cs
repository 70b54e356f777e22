using Microsoft.Extensions.Logging;
using Moi.Protocol.Configuration;

namespace Moi.Daemon.Keys;

/// <summary>
/// Some room on the store's disk that is given free when the disk is full: enough to take note of the requests, and keep the
/// output of the commands, that make room again. Without it a device with a full disk could only be looked at.
/// </summary>
/// <param name="folder">The store's folder.</param>
/// <param name="size">How many bytes are kept free; 0 for none.</param>
/// <param name="time">Tells when to try again after the room could not be had.</param>
/// <param name="logger">Told when the room is given up, and once when it cannot be had.</param>
internal sealed partial class DiskReserve(string folder, int size, TimeProvider time, ILogger logger)
{
    private const long Plenty = 16;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly object _sync = new();
    private readonly string _file = Path.Combine(folder, "reserve");
    private bool _isTaken;
    private bool _isGiven;
    private bool _isSaid;
    private long? _failed;

    /// <summary>Ends when the room that is being taken is there, or cannot be had: nothing is written in the folder after that.</summary>
    public Task Taking { get; private set; } = Task.CompletedTask;

    /// <summary>
    /// Gives the room free where the disk is all but full; begins to take it where there is plenty. Called before anything is written;
    /// never waits for what is taken.
    /// </summary>
    public void Ease()
    {
        if (size == 0)
        {
            return;
        }

        lock (_sync)
        {
            if (!Taking.IsCompleted)
            {
                return;
            }

            try
            {
                Balance(new DriveInfo(folder).AvailableFreeSpace);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Say(e);
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
        else if (free > size * Plenty && !_isTaken && !(_failed is { } failed && time.GetElapsedTime(failed) < Pause))
        {
            Taking = Task.Run(Take);
        }
    }

    private void Take()
    {
        Exception? failure = null;
        try
        {
            Write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A quota may be full where the disk is not.
            failure = e;
        }

        lock (_sync)
        {
            if (failure is null)
            {
                (_isTaken, _isGiven, _isSaid, _failed) = (true, false, false, null);
            }
            else
            {
                _failed = time.GetTimestamp();
                Say(failure);
            }
        }
    }

    private void Write()
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };

        try
        {
            using FileStream reserve = new(_file, options.ForOwnerOnly());

            // Written, not only made longer: a hole takes no room.
            reserve.Write(new byte[size]);
        }
        catch (IOException)
        {
            // A part of it would only be in the way of what is written now.
            File.Delete(_file);
            throw;
        }
    }

    /// <remarks>Without a reserve the device does what it can all the same.</remarks>
    private void Say(Exception failure)
    {
        if (!_isSaid)
        {
            _isSaid = true;
            LogUseless(logger, failure.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The disk of {Folder} is full; what was kept free for that is used now")]
    private static partial void LogGiven(ILogger logger, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No room can be kept free for a full disk; it is tried again each minute: {Reason}")]
    private static partial void LogUseless(ILogger logger, string reason);
}
