using System.ComponentModel;
using System.Management.Automation;
using Moi.PowerShell.Filters;
using Moi.PowerShell.Fleet;

namespace Moi.PowerShell.Commands;

/// <summary>
/// A command on selected remotes: it finds out who is meant, asks the person where that is wanted, and then acts on exactly
/// those.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class SelectingCmdlet : AskingCmdlet
{
    private readonly List<PSObject> _input = [];
    private readonly List<PSObject> _failedInput = [];
    private bool _tookOtherwise;

    /// <summary>Only remotes whose keys fulfil this condition.</summary>
    [Parameter]
    [ValidateNotNull]
    [FilterTransformation]
    public MoiFilter? Filter { get; set; }

    /// <summary>Only these remotes: names, or objects that have an Id, an Address or a Name, such as another command's results.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public PSObject[]? InputObject { get; set; }

    /// <summary>Asks piped remotes too whose last result was a failure.</summary>
    [Parameter]
    public SwitchParameter IncludeFailed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject input in InputObject ?? [])
        {
            if (MoiOutputLine.IsOne(input))
            {
                // What a run with -Stream said on the way; its result follows.
                continue;
            }

            if (TakesOtherwise(input))
            {
                _tookOtherwise = true;
            }
            else if (!IncludeFailed && input.Properties["Success"]?.Value is false)
            {
                _failedInput.Add(input);
            }
            else
            {
                _input.Add(input);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Process();
        ReportPending();
    }

    /// <summary>Does what the command is for, when all that is piped in is there.</summary>
    private protected virtual void Process()
    {
        if (_failedInput.Count > 0)
        {
            IEnumerable<object?> names = _failedInput.Select(input => input.Properties["Name"]?.Value ?? input.ToString()).Distinct();
            WriteWarning(
                $"{_failedInput.Count} remote(s) whose last result was a failure are left out: {string.Join(", ", names)}. "
                + "-IncludeFailed asks them too; to see why, keep the results before the pipe.");
        }

        if (IsJobWanted && !IsPreviewed)
        {
            StartJob(confirmed: null);
            return;
        }

        Target target = Narrow(ResolveTarget());
        Target confirmed = target.IsNobody ? target : Confirm(target);
        if (confirmed.IsNobody)
        {
            return;
        }

        if (IsJobWanted)
        {
            StartJob(confirmed);
        }
        else
        {
            foreach (Target turn in InTurns(confirmed))
            {
                Act(turn);
            }
        }
    }

    /// <summary>Whether a piped object is something else than a remote, and was taken as that.</summary>
    private protected virtual bool TakesOtherwise(PSObject input) => false;

    /// <summary>Leaves out of those that are meant whom this command cannot do anything for.</summary>
    private protected virtual Target Narrow(Target target) => target;

    /// <summary>Who is acted on first, and who after that: all at once, unless a command says otherwise.</summary>
    private protected virtual IEnumerable<Target> InTurns(Target target) => [target];

    /// <summary>Does what the command is for, to those that are meant and confirmed.</summary>
    private protected abstract void Act(Target target);

    /// <summary>The names of the remotes that are meant; null for any.</summary>
    private protected abstract string[]? RemoteNames { get; }

    /// <summary>The group whose members are meant; null for any.</summary>
    private protected abstract string? GroupName { get; }

    /// <summary>What -WhatIf and -Confirm say is done to each remote; null for a command that changes nothing.</summary>
    private protected virtual string? Action => null;

    /// <summary>What came in by the pipeline or by -InputObject, without what is left out.</summary>
    private protected IReadOnlyList<PSObject> Input => _input;

    /// <summary>Whether -WhatIf or -Confirm has something to say first.</summary>
    private bool IsPreviewed => Action is not null && (this.IsWhatIf() || this.IsConfirm());

    /// <summary>Whether those that are meant are asked first, so that only those that answer are counted on.</summary>
    private protected virtual bool AsksWhoMatches => false;
}
