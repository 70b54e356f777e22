namespace Moi.Daemon.Journal;

/// <summary>What the journal says of a request.</summary>
public enum JournalVerdict
{
    /// <summary>It has not been seen: carry it out.</summary>
    New,

    /// <summary>It is done, and its result is known: answer that.</summary>
    Repeat,

    /// <summary>It is being carried out: its result will come.</summary>
    Running,

    /// <summary>
    /// It may have run, wholly or in part, and nobody knows how it ended: a crash cut it off, its result could not be
    /// recorded, or the journal has forgotten requests that expire as early as this one. It must not be run again.
    /// </summary>
    Unknown,

    /// <summary>It is done, but its result had to make room for others. It must not be run again.</summary>
    ResultDropped,

    /// <summary>Another request has this id: refuse it.</summary>
    Conflict,
}
