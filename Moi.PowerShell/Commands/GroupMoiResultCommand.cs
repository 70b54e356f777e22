using System.Management.Automation;
using Moi.PowerShell.Objects;

namespace Moi.PowerShell.Commands;

/// <summary>
/// Folds the results of many remotes: equal ones become one, with the remotes' names, the most frequent first, so that the odd ones
/// are seen. Commands' results are compared by output and exit code, remotes by the keys that were asked for.
/// </summary>
[Cmdlet(VerbsData.Group, "MoiResult")]
[OutputType(typeof(MoiResultGroup))]
public sealed class GroupMoiResultCommand : MoiCmdlet
{
    private ResultFolding _folding = new(null);

    /// <summary>The properties to compare, in place of what says most.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[]? Property { get; set; }

    /// <summary>The results.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing() => _folding = new ResultFolding(Property);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject result in InputObject.Where(result => !MoiOutputLine.IsOne(result)))
        {
            try
            {
                _folding.Add(result);
            }
            catch (MoiException e)
            {
                WriteError(Errors.BadArgument("NothingToCompare", e.Message, result));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(_folding.Groups, enumerateCollection: true);
}
