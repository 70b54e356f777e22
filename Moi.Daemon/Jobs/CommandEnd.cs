namespace Moi.Daemon.Jobs;

/// <summary>How a command came to its end.</summary>
internal enum CommandEnd
{
    /// <summary>The shell ended by itself, whatever its exit code, or was killed by somebody else.</summary>
    Exited,

    /// <summary>It ran longer than it was allowed and was killed with all its processes.</summary>
    TimedOut,

    /// <summary>It was asked to stop and was killed with all its processes.</summary>
    Stopped,

    /// <summary>It never ran; <see cref="CommandResult.Reason"/> says why.</summary>
    FailedToStart,
}
