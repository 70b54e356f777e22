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

    /// <summary>What happens while the question is open; from any thread.</summary>
    private protected virtual IAsyncEnumerable<AskEvent> EventsOf(Question question, CancellationToken cancellationToken) =>
        Fleet.AskAsync(question, cancellationToken);

    /// <summary>Sees what happens, before it is acted upon.</summary>
    private protected virtual void See(AskEvent happened)
    {
    }

    /// <summary>Asks, unless a command says otherwise.</summary>
    private protected override void Act(Target target)
    {
        Question question = QuestionFor(target);
        Ask(EventsOf(question, StopToken), EmitterOf(IsStage ? new Stage(question.Id) : null), See);
    }

    /// <summary>What emits the answers to a question.</summary>
    /// <param name="stage">The question as a stage; null where remotes cannot tell by it whether they succeeded.</param>
    private protected Action<Outcome> EmitterOf(Stage? stage)
    {
        Action<Outcome> emit = EmitterOf(stage, Convert);
        return outcome =>
        {
            WarnOfStranger(outcome);
            emit(outcome);
        };
    }
}
