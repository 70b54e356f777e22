using Moi.Protocol;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Jobs;

/// <summary>The folders of the latest runs, with their output; older ones are deleted.</summary>
/// <param name="root">Holds a folder for each run, below one for each operator's name.</param>
internal sealed class RunSpools(string root)
{
    /// <summary>How many bytes of a stream a run may keep at the most, whatever it asks for.</summary>
    public const int LargestOutput = 16 * 1024 * 1024;

    /// <summary>How many bytes of output go into one message at the most.</summary>
    public const int LargestPiece = 64 * 1024;

    private const int Kept = 50;

    private readonly object _tidying = new();

    /// <summary>The folder of a run.</summary>
    public string DirectoryOf(Request request) => DirectoryOf(request.Operator, request.Id);

    /// <summary>The output of a run of this operator; null where it is not kept.</summary>
    public OutputSpool? Find(string @operator, string id) =>
        Token.IsValid(id) && Directory.Exists(DirectoryOf(@operator, id)) ? new OutputSpool(DirectoryOf(@operator, id)) : null;

    /// <summary>Deletes the folders of all but the latest runs that have ended.</summary>
    public void Tidy()
    {
        lock (_tidying)
        {
            try
            {
                DeleteOld();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // What a run gave does not depend on it; the next run tries again.
            }
        }
    }

    private void DeleteOld()
    {
        IEnumerable<DirectoryInfo> old = new DirectoryInfo(root)
            .EnumerateDirectories()
            .SelectMany(@operator => @operator.EnumerateDirectories())
            .OrderByDescending(run => run.CreationTimeUtc)
            .Skip(Kept);
        foreach (DirectoryInfo run in old.Where(run => IsOver(run.FullName)).ToList())
        {
            run.Delete(recursive: true);
        }
    }

    /// <summary>Whether a run has ended; one that has no result and that nobody looks after was cut off by a crash.</summary>
    private static bool IsOver(string run)
    {
        if (CommandFiles.ReadResult(run) is not null)
        {
            return true;
        }

        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        using CommandLock? free = CommandLock.TryTake(run);
        return free is not null;
    }

    private string DirectoryOf(string @operator, string id) => Path.Combine(root, Token.From(@operator), id);
}
