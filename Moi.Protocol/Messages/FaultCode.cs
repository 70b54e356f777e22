namespace Moi.Protocol.Messages;

/// <summary>The codes a <see cref="Fault"/> carries. They end up in error ids, so they are part of the interface.</summary>
public static class FaultCode
{
    /// <summary>The keys do not match the filter.</summary>
    public const string NoMatch = "NoMatch";

    /// <summary>The group's members have changed since the operator learned them.</summary>
    public const string StaleGroup = "StaleGroup";

    /// <summary>The earlier request whose success was asked for is not known here (any more).</summary>
    public const string StageUnknown = "StageUnknown";

    /// <summary>The request's form is wrong.</summary>
    public const string BadRequest = "BadRequest";

    /// <summary>The verb is not one this remote has.</summary>
    public const string UnknownVerb = "UnknownVerb";

    /// <summary>The request is older than its time to live.</summary>
    public const string Expired = "Expired";

    /// <summary>The request's id was used before, for another request.</summary>
    public const string IdReused = "IdReused";

    /// <summary>The remote's policy does not allow it.</summary>
    public const string NotAllowed = "NotAllowed";

    /// <summary>It is not signed by an operator that the remote knows. More than that no stranger is told.</summary>
    public const string NotTrusted = "NotTrusted";

    /// <summary>
    /// The remote cannot tell by the clock whether the request is of now. The reply's value is a <see cref="ClockChallenge"/>:
    /// the same request with its nonce, addressed to this remote alone and signed again, is carried out.
    /// </summary>
    public const string ClockUnsure = "ClockUnsure";

    /// <summary>Too much is waiting on this remote.</summary>
    public const string Busy = "Busy";

    /// <summary>It started before a crash and its end is unknown.</summary>
    public const string MayHaveRun = "MayHaveRun";

    /// <summary>A key may not be changed, or its value does not fit.</summary>
    public const string KeyRejected = "KeyRejected";

    /// <summary>The working directory is not there, or is none.</summary>
    public const string NoDirectory = "NoDirectory";

    /// <summary>The command could not be started.</summary>
    public const string CannotStart = "CannotStart";

    /// <summary>The request that is named is not known here (any more).</summary>
    public const string NoSuchRequest = "NoSuchRequest";

    /// <summary>The name for a job is taken: by a job that runs, or by a key that is no job's.</summary>
    public const string JobNameTaken = "JobNameTaken";

    /// <summary>There is no such job here (any more), or none that runs.</summary>
    public const string NoSuchJob = "NoSuchJob";

    /// <summary>A file cannot be written there; the message says why.</summary>
    public const string CannotWrite = "CannotWrite";

    /// <summary>There is not enough room for a file.</summary>
    public const string NoSpace = "NoSpace";

    /// <summary>No more of a file came. What did is kept for the next time.</summary>
    public const string SenderSilent = "SenderSilent";

    /// <summary>There is no such file.</summary>
    public const string NoSuchFile = "NoSuchFile";

    /// <summary>A file cannot be read; the message says why.</summary>
    public const string CannotRead = "CannotRead";

    /// <summary>More files match than can be told of.</summary>
    public const string TooManyFiles = "TooManyFiles";

    /// <summary>A file was changed while it was read.</summary>
    public const string FileChanged = "FileChanged";

    /// <summary>Whoever fetches a file says nothing any more.</summary>
    public const string ReceiverSilent = "ReceiverSilent";

    /// <summary>The operator went away before its turn came.</summary>
    public const string Cancelled = "Cancelled";

    /// <summary>Something on the remote failed; the message says what.</summary>
    public const string Failed = "Failed";
}
