using System.Management.Automation;
using System.Text.Json;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;

namespace Moi.PowerShell.Commands;

/// <summary>Ends the daemon on remotes; their supervisor starts it again. With -Wait, waits until they are back.</summary>
[Cmdlet(VerbsLifecycle.Restart, "MoiRemote", SupportsShouldProcess = true)]
[OutputType(typeof(MoiRestartResult))]
public sealed class RestartMoiRemoteCommand : ChangingCmdlet
{
    private static readonly JsonElement NoArguments = JsonDocument.Parse("{}").RootElement;

    private readonly Dictionary<string, Outcome> _gone = new(StringComparer.Ordinal);

    /// <summary>What was known of each before it was asked: its answer may come from after the restart, where the first one was lost.</summary>
    private IReadOnlyDictionary<string, RemotePresence> _before = new Dictionary<string, RemotePresence>();

    /// <summary>Emits each remote when it is back, and reports those that are not back in time.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>With -Wait, after how many seconds those that are not back are given up. 60 by default.</summary>
    [Parameter]
    [ValidateRange(0.001, 86400.0)]
    public double WaitTimeoutSeconds { get; set; } = 60;

    /// <summary>With -Wait, those of one batch are back before the next is asked.</summary>
    private protected override void Act(Target target)
    {
        _gone.Clear();
        _before = target.Expected.ToDictionary(remote => remote.Id, StringComparer.Ordinal);
        base.Act(target);
        if (_gone.Count > 0)
        {
            Guarded(AwaitReturn);
        }
    }

    private protected override string AskedVerb => Verb.Restart;

    private protected override string Action => "Restart";

    private protected override JsonElement AskedArguments(Target target) => NoArguments;

    private protected override IEnumerable<object> Convert(Outcome outcome)
    {
        if (Wait)
        {
            _gone[outcome.Id] = outcome;
        }

        return [ResultOf(outcome, null)];
    }

    private protected override void Emit(object answer)
    {
        // A daemon that restarts forgets which requests it answered; the next stage must name it.
        ((IStaged)answer).Stage = null;
        if (!Wait)
        {
            base.Emit(answer);
        }
    }

    private void AwaitReturn()
    {
        using PresenceWatch watch = new(Fleet.Presence);
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        using CommandProgress progress = new(this, "are back");
        bound.CancelAfter(TimeSpan.FromSeconds(WaitTimeoutSeconds));
        int all = _gone.Count;
        EmitThoseBack(_gone.Keys.Select(Fleet.Presence.Find));
        try
        {
            while (_gone.Count > 0)
            {
                progress.Show(new AskEvent.Waiting(all - _gone.Count, all, [.. _gone.Values.Take(5).Select(outcome => outcome.Name)]));
                PresenceChange change = Await(watch.TakeAsync(bound.Token).AsTask());

                // News may have been missed among many; what is known now tells.
                EmitThoseBack(watch.TakeMissed() > 0 ? _gone.Keys.Select(Fleet.Presence.Find) : [change.Now]);
            }
        }
        catch (OperationCanceledException) when (!StopToken.IsCancellationRequested)
        {
            foreach (Outcome outcome in _gone.Values.OrderBy(outcome => outcome.Name, StringComparer.Ordinal))
            {
                FailedRemotes.Add(outcome.Id);
                Report(Errors.NotBack(outcome, WaitTimeoutSeconds, Fleet.Presence.Find(outcome.Id)));
            }
        }
    }

    private void EmitThoseBack(IEnumerable<RemotePresence?> heard)
    {
        foreach (RemotePresence remote in heard.OfType<RemotePresence>().ToList())
        {
            if (_gone.TryGetValue(remote.Id, out Outcome? outcome) && IsBack(remote, _before.GetValueOrDefault(remote.Id) ?? outcome.Arrival!.From))
            {
                _gone.Remove(remote.Id);
                WriteObject(ResultOf(outcome, Fleet.Clock.GetUtcNow() - outcome.Arrival!.At));
            }
        }
    }

    private static bool IsBack(RemotePresence now, RemotePresence before) =>
        now.State == PresenceState.Online
        && (now.Message.Incarnation != before.Message.Incarnation || now.Message.Epoch > before.Message.Epoch);

    private static MoiRestartResult ResultOf(Outcome outcome, TimeSpan? duration) => new()
    {
        Address = outcome.Address,
        Name = outcome.Name,
        Id = outcome.Id,
        Duration = duration,
    };
}
