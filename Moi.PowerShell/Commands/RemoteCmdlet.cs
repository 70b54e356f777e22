using System.ComponentModel;
using System.Text.Json;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Commands;

/// <summary>A command that asks the remotes that are meant one question, a verb, and emits each answer.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RemoteCmdlet : AddressingCmdlet
{
    /// <summary>The verb that is asked; see <see cref="Verb"/>.</summary>
    private protected abstract string AskedVerb { get; }

    /// <summary>The verb's arguments.</summary>
    private protected abstract JsonElement AskedArguments(Target target);

    /// <summary>Turns the answer of one remote that did what was asked into the objects to emit, mostly one.</summary>
    private protected abstract IEnumerable<object> Convert(Outcome outcome);

    /// <summary>Whether remotes still at work are told to end when this command is stopped.</summary>
    private protected virtual bool IsCancelledWhenStopped => false;

    /// <summary>Whether each remote knows by itself if its result succeeded, so that a next stage can be addressed by that.</summary>
    private protected virtual bool IsStage => true;

    /// <summary>What they are asked.</summary>
    private protected virtual Question QuestionFor(Target target) =>
        new(AskedVerb, AskedArguments(target), target, Patience with { Changes = Action is not null }) { IsCancelled = IsCancelledWhenStopped };

    /// <summary>Asks, unless a command says otherwise.</summary>
    private protected override void Act(Target target)
    {
        Question question = QuestionFor(target);
        Ask(question, EmitterOf(question));
    }

    /// <summary>What emits the answers to a question.</summary>
    private protected Action<Outcome> EmitterOf(Question question)
    {
        Action<Outcome> emit = EmitterOf(IsStage ? new Stage(question.Id) : null, Convert);
        return outcome =>
        {
            WarnOfStranger(outcome);
            emit(outcome);
        };
    }
}
