using System.ComponentModel;
using System.Management.Automation;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Commands;

/// <summary>
/// A command that changes remotes, and can do so in turns: a batch at a time, so that what goes wrong with the first does not
/// happen to all.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ChangingCmdlet : RemoteCmdlet
{
    private const int ProgressId = 1;

    private int? _all;

    /// <summary>
    /// How many remotes at a time: a count, or a part of them such as <c>25%</c>. The next ones follow when all of these have answered.
    /// All at once by default.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public MoiAmount? BatchSize { get; set; }

    /// <summary>
    /// How many remotes may fail, as a count or a part, before no more are asked; those left are named. With -BatchSize none by default. Those known to be
    /// offline when they are asked do not count.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public MoiAmount? MaxFailures { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (BatchSize?.Of(100) == 0)
        {
            ThrowTerminatingError(Errors.BadArgument("BadBatchSize", "A batch has one remote at least.", BatchSize));
        }

        if (MaxFailures is not null && !IsInTurns)
        {
            ThrowTerminatingError(Errors.BadArgument(
                "BadMaxFailures", "-MaxFailures needs turns to stop between: say too how many are asked at a time, with -BatchSize, or with -ThrottleLimit where the command has it.", MaxFailures));
        }
    }

    /// <summary>Whether not all are asked at once.</summary>
    private protected virtual bool IsInTurns => BatchSize is not null;

    /// <summary>Whether so many failed that no more are to be asked.</summary>
    /// <param name="all">How many are meant, where they are not in batches.</param>
    private protected bool AreTooManyFailed(int all) => FailedRemotes.Count > (MaxFailures?.Of(_all ?? all) ?? 0);

    private protected override IEnumerable<Target> InTurns(Target target)
    {
        if (BatchSize is null)
        {
            yield return target;
            yield break;
        }

        List<RemotePresence> remotes = [.. ExactlyMeant(target).OrderBy(remote => remote.Name, StringComparer.Ordinal)];
        _all = remotes.Count;
        int size = Math.Max(1, BatchSize.Of(remotes.Count));
        for (int done = 0; done < remotes.Count; done += size)
        {
            if (AreTooManyFailed(remotes.Count))
            {
                Report(Errors.StoppedEarly(FailedRemotes.Count, [.. remotes.Skip(done)]));
                break;
            }

            ShowTurn(done, remotes.Count);
            yield return Target.Exactly([.. remotes.Skip(done).Take(size)], stage: null);
        }

        WriteProgress(new ProgressRecord(ProgressId, MyInvocation.MyCommand.Name, "done") { RecordType = ProgressRecordType.Completed });
    }

    private void ShowTurn(int done, int all)
    {
        string failed = FailedRemotes.Count > 0 ? $", {FailedRemotes.Count} failed" : string.Empty;
        WriteProgress(new ProgressRecord(ProgressId, MyInvocation.MyCommand.Name, $"{done} of {all} remotes have had their turn{failed}")
        {
            PercentComplete = 100 * done / all,
        });
    }
}
