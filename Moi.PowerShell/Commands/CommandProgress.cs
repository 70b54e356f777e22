using System.Management.Automation;
using Moi.PowerShell.Fleet;

namespace Moi.PowerShell.Commands;

/// <summary>Shows how far a question has come, once it lasts; and takes that away when it ends.</summary>
internal sealed class CommandProgress(PSCmdlet command) : IDisposable
{
    private ProgressRecord? _record;

    public void Show(AskEvent.Waiting waiting)
    {
        string more = waiting.Of - waiting.Done > waiting.Names.Count ? " and others" : string.Empty;
        _record ??= new ProgressRecord(0, command.MyInvocation.MyCommand.Name, "asking");
        _record.StatusDescription = $"{waiting.Done} of {waiting.Of} have answered; waiting for {string.Join(", ", waiting.Names)}{more}";
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
