using Microsoft.Extensions.Logging;
using Moi.Daemon.Keys.Log;

namespace Moi.Daemon.Keys;

/// <summary>From the lines of a log to the state they lead to.</summary>
internal static class StoreReplay
{
    /// <param name="scan">The lines.</param>
    /// <param name="location">The folder, for messages.</param>
    /// <param name="logger">Told of lines that are whole but not understood.</param>
    /// <param name="lostLines">How many lines may have held something that is not in the state.</param>
    public static StoreState Run(LogScan scan, string location, ILogger logger, out int lostLines)
    {
        StoreState state = StoreState.Empty;
        lostLines = scan.Damaged.Count + (scan.HasTail ? 1 : 0);
        foreach (ScannedRecord line in scan.Records)
        {
            try
            {
                state = RecordFormat.Decode(line.Json).Aggregate(state, (before, record) => before.With(record));
            }
            catch (FormatException e)
            {
                lostLines++;
                logger.LineNotUnderstood(line.Line, Path.Combine(location, RecordLog.FileName), e.Message);
            }
        }

        return state;
    }
}
