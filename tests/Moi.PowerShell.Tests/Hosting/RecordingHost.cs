using System.Globalization;
using System.Management.Automation.Host;

namespace Moi.PowerShell.Tests.Hosting;

/// <summary>A host that keeps what it is given to show, and answers every question with yes or no.</summary>
internal sealed class RecordingHost : PSHost
{
    private readonly RecordingUI _ui = new();

    /// <summary>What was shown, line by line, without progress and errors.</summary>
    public IReadOnlyList<string> Lines => _ui.Lines;

    /// <summary>The questions that were asked.</summary>
    public IReadOnlyList<string> Questions => _ui.Questions;

    /// <summary>The index of the choice that every question is answered with: 0 is yes, 2 is no.</summary>
    public int Answer
    {
        get => _ui.Answer;
        set => _ui.Answer = value;
    }

    public override string Name => "Test";

    public override Version Version { get; } = new(1, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => _ui;

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override void SetShouldExit(int exitCode)
    {
    }

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
