using System.Management.Automation;
using Moi.PowerShell.Fleet;

namespace Moi.PowerShell.Commands;

/// <summary>Shows how far a question has come, once it lasts; and takes that away when it ends.</summary>
/// <param name="command">The command that waits.</param>
/// <param name="activity">What it does meanwhile.</param>
/// <param name="done">What those have done that are not waited for any more.</param>
internal sealed class CommandProgress(PSCmdlet command, string activity = "asking", string done = "have answered") : IDisposable
{
    private ProgressRecord? _record;

    public void Show(AskEvent.Waiting waiting)
    {
        string more = waiting.Of - waiting.Done > waiting.Names.Count ? " and others" : string.Empty;
        _record ??= new ProgressRecord(0, command.MyInvocation.MyCommand.Name, activity);
        _record.StatusDescription = $"{waiting.Done} of {waiting.Of} {done}; waiting for {string.Join(", ", waiting.Names)}{more}";
        _record.PercentComplete = waiting.Of == 0 ? 0 : 100 * waiting.Done / waiting.Of;
        command.WriteProgress(_record);
    }

    public void Dispose()
    {
        if (_record is { } record)
        {
            record.RecordType = ProgressRecordType.Completed;
            command.WriteProgress(record);
        }
    }
}
