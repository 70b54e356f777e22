using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace Moi.Shell.Hosting;

/// <summary>What the engine sees of moi.</summary>
/// <param name="ui">Its user interface.</param>
internal sealed class ShellHost(ShellHostUI ui) : PSHost
{
    /// <summary>The code of the <c>exit</c> that was run, or null as long as none was.</summary>
    public int? RequestedExitCode { get; private set; }

    /// <summary>The user interface.</summary>
    public ShellHostUI ShellUI => ui;

    /// <inheritdoc/>
    public override string Name => "Moi";

    /// <inheritdoc/>
    public override Version Version { get; } = new(Texts.Version.Split('-')[0]);

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override PSHostUserInterface UI => ui;

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => RequestedExitCode = exitCode;

    /// <summary>Refuses: this shell has one prompt.</summary>
    public override void EnterNestedPrompt()
        => throw new PSNotSupportedException("Moi's shell has no nested prompt, so nothing can be suspended here.");

    /// <inheritdoc cref="EnterNestedPrompt"/>
    public override void ExitNestedPrompt() => EnterNestedPrompt();

    /// <summary>Does nothing: a native command gets the terminal as it is.</summary>
    public override void NotifyBeginApplication()
    {
    }

    /// <summary>Does nothing: a native command leaves the terminal as it was.</summary>
    public override void NotifyEndApplication()
    {
    }
}
