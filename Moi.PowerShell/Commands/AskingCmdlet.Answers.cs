using System.Management.Automation;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Asking;

namespace Moi.PowerShell.Commands;

/// <content>Answers become objects.</content>
public abstract partial class AskingCmdlet
{
    /// <summary>What emits the answers to a question, each marked with it as the stage before the next.</summary>
    /// <param name="stage">The question as a stage; null where remotes cannot tell by it whether they succeeded.</param>
    /// <param name="convert">Makes the objects of one answer, mostly one.</param>
    private protected Action<Outcome> EmitterOf(Stage? stage, Func<Outcome, IEnumerable<object>> convert) => outcome =>
    {
        foreach (object answer in Read(outcome, convert))
        {
            EmitInStage(answer, outcome.Id, stage);
        }
    };

    /// <summary>Emits one object.</summary>
    private protected virtual void Emit(object answer) => WriteObject(answer);

    /// <summary>One remote's answer that makes no sense must not hide the others'.</summary>
    private List<object> Read(Outcome outcome, Func<Outcome, IEnumerable<object>> convert)
    {
        try
        {
            return [.. convert(outcome)];
        }
        catch (Exception e) when (e is not (RuntimeException or OperationCanceledException))
        {
            FailedRemotes.Add(outcome.Id);
            Report(Errors.Unreadable(outcome, e));
            return [];
        }
    }

    private void EmitInStage(object answer, string id, Stage? stage)
    {
        object bare = PSObject.AsPSObject(answer).BaseObject;
        if (bare is IStaged staged)
        {
            staged.Stage = stage;
        }

        if (bare is MoiResult { Success: false })
        {
            FailedRemotes.Add(id);
        }
        else
        {
            stage?.Add(id);
        }

        Emit(answer);
    }
}
