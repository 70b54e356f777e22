namespace Moi.Protocol.Messages;

/// <summary>The names of what a remote can be asked to do.</summary>
public static class Verb
{
    /// <summary>Reads keys: <see cref="GetArguments"/>, answered by an array of their values in the order asked, null for a missing one.</summary>
    public const string Get = "get";

    /// <summary>Reads the clock: answered by Unix time in milliseconds.</summary>
    public const string Clock = "clock";

    /// <summary>Changes keys: <see cref="SetArguments"/>.</summary>
    public const string Set = "set";

    /// <summary>Makes the remote a member of a group: <see cref="GroupArguments"/>.</summary>
    public const string Join = "join";

    /// <summary>Ends its membership: <see cref="GroupArguments"/>.</summary>
    public const string Leave = "leave";

    /// <summary>Runs a command and waits for it: <see cref="RunArguments"/>, answered by <see cref="RunValue"/>.</summary>
    public const string Run = "run";

    /// <summary>Reads more of the output of a run or a job: <see cref="OutputArguments"/>, answered by <see cref="OutputValue"/>.</summary>
    public const string Output = "output";

    /// <summary>Starts a job and does not wait for it: <see cref="StartArguments"/>, answered by its <see cref="JobValue"/>.</summary>
    public const string Start = "start";

    /// <summary>Lists jobs: <see cref="JobSelection"/>, answered by an array of <see cref="JobValue"/>, the oldest first.</summary>
    public const string Jobs = "jobs";

    /// <summary>Waits until jobs have ended, changing nothing: <see cref="JobSelection"/>, answered by an array of <see cref="JobValue"/> with results.</summary>
    public const string Wait = "wait";

    /// <summary>Stops jobs with all their processes: <see cref="JobSelection"/>, answered by an array of <see cref="JobValue"/>.</summary>
    public const string Stop = "stop";

    /// <summary>Ends a run or a wait that is under way: <see cref="CancelArguments"/>.</summary>
    public const string Cancel = "cancel";

    /// <summary>Takes a file in, block by block: <see cref="PushArguments"/>, answered by <see cref="PushValue"/>. The request's id names the transfer.</summary>
    public const string Push = "push";

    /// <summary>Makes folders where they are missing: <see cref="FoldersArguments"/>, answered by how many were made.</summary>
    public const string Folders = "folders";

    /// <summary>Finds files: <see cref="FilesArguments"/>, answered by <see cref="FilesValue"/>.</summary>
    public const string Files = "files";

    /// <summary>
    /// Gives a file, block by block, changing nothing: <see cref="PullArguments"/>. What it is comes as news (<see cref="PullOffer"/>), and the
    /// answer, <c>true</c>, when the receiver lacks nothing any more. The request's id names the transfer.
    /// </summary>
    public const string Pull = "pull";

    /// <summary>Ends the daemon, which its supervisor starts again.</summary>
    public const string Restart = "restart";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Get, Clock, Set, Join, Leave, Run, Output, Start, Jobs, Wait, Stop, Cancel, Push, Folders, Files, Pull, Restart];
}
