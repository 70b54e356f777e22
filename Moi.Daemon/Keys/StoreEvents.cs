using Microsoft.Extensions.Logging;

namespace Moi.Daemon.Keys;

/// <summary>What a store tells the log of the daemon.</summary>
internal static partial class StoreEvents
{
    [LoggerMessage(LogLevel.Warning, "Line {Line} of {Path} is damaged and was skipped: {Reason}.")]
    public static partial void LineDamaged(this ILogger logger, int line, string path, string reason);

    [LoggerMessage(LogLevel.Warning, "The damaged log as it was is kept as {Path}.")]
    public static partial void DamagedCopyKept(this ILogger logger, string path);

    [LoggerMessage(LogLevel.Warning, "Line {Line} of {Path} was not understood and was skipped: {Reason}")]
    public static partial void LineNotUnderstood(this ILogger logger, int line, string path, string reason);

    [LoggerMessage(LogLevel.Information, "Cut an unfinished write of {Bytes} bytes off the end of {Path}.")]
    public static partial void TailCut(this ILogger logger, int bytes, string path);

    [LoggerMessage(LogLevel.Warning, "The store in {Directory} could not be compacted; it goes on as it is: {Reason}")]
    public static partial void RewriteFailed(this ILogger logger, string directory, string reason);

    [LoggerMessage(LogLevel.Warning, "Could not {What} in {Directory}: {Reason}")]
    public static partial void AttemptFailed(this ILogger logger, string what, string directory, string reason);

    [LoggerMessage(LogLevel.Information, "Made a store in {Directory}; this remote's generated id is {Id}.")]
    public static partial void StoreMade(this ILogger logger, string directory, string id);

    [LoggerMessage(
        LogLevel.Error,
        "The store in {Directory} holds records but its identity is lost; this remote's generated id is now {Id}.")]
    public static partial void IdentityLost(this ILogger logger, string directory, string id);
}
