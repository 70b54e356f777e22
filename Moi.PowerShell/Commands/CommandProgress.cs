using System.Management.Automation;
using Moi.PowerShell.Fleet;

namespace Moi.PowerShell.Commands;

/// <summary>Shows how far a question has come, once it lasts; and takes that away when it ends.</summary>
/// <param name="command">The command that waits.</param>
/// <param name="done">What those have done that are not waited for any more.</param>
internal sealed class CommandProgress(PSCmdlet command, string done = "have answered") : IDisposable
{
    private string? _shown;

    public void Show(AskEvent.Waiting waiting)
    {
        string more = waiting.Of - waiting.Done > waiting.Names.Count ? " and others" : string.Empty;
        _shown = $"{waiting.Done} of {waiting.Of} {done}; waiting for {string.Join(", ", waiting.Names)}{more}";
        ProgressRecord record = Record(_shown);
        record.PercentComplete = waiting.Of == 0 ? 0 : 100 * waiting.Done / waiting.Of;
        command.WriteProgress(record);
    }

    /// <summary>Shows how much of a file has come to the one furthest behind.</summary>
    public void Show(AskEvent.Transferring transferring)
    {
        (AskEvent.Waiting waiting, string file, long bytes, long size) = transferring;
        _shown = $"{file}: {bytes} of {size} bytes; {waiting.Done} of {waiting.Of} have it; furthest behind: {string.Join(", ", waiting.Names)}";
        ProgressRecord record = Record(_shown);
        record.PercentComplete = size == 0 ? 0 : (int)(100 * bytes / size);
        command.WriteProgress(record);
    }

    /// <summary>Shows how much has been fetched of all that is.</summary>
    public void Show(int done, int of, long bytes, long size)
    {
        _shown = $"{done} of {of} files are here; {bytes} of {size} bytes";
        ProgressRecord record = Record(_shown);
        record.PercentComplete = size == 0 ? 0 : (int)Math.Min(100, 100 * bytes / size);
        command.WriteProgress(record);
    }

    public void Dispose()
    {
        if (_shown is not null)
        {
            ProgressRecord record = Record(_shown);
            record.RecordType = ProgressRecordType.Completed;
            command.WriteProgress(record);
        }
    }

    /// <summary>A new one each time: whoever collects them must not see the first change into the last.</summary>
    private ProgressRecord Record(string status) => new(0, command.MyInvocation.MyCommand.Name, status);
}
