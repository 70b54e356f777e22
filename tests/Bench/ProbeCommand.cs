using System.CommandLine;
using System.Management.Automation.Runspaces;
using Moi.Bench.Shell;
using Command = System.CommandLine.Command;
using Engine = System.Management.Automation.PowerShell;

namespace Moi.Bench;

/// <summary><c>bench probe</c>: a new process whose only runspace imports the module and asks once.</summary>
internal static class ProbeCommand
{
    private static readonly Argument<string> Manifest = new("MANIFEST");

    public static Command Create()
    {
        Command command = new("probe", "Imports the module and asks once.") { Manifest };
        command.Hidden = true;
        command.SetAction(arguments => Run(arguments.GetValue(Manifest)!));
        return command;
    }

    private static int Run(string manifest)
    {
        using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using Engine engine = Engine.Create(runspace).AddScript(ProbeScript.Of(manifest));
        engine.Invoke();
        return 0;
    }
}
