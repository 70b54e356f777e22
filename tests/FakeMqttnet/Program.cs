using System.Management.Automation;
using System.Management.Automation.Runspaces;

// This program is an assembly called MQTTnet, so one is loaded before the module is. Given the module's manifest and a
// script, it shows what the script emits, and on standard error what went wrong.
using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
runspace.Open();
using PowerShell script = PowerShell.Create(runspace)
    .AddScript("Import-Module $args[0]").AddArgument(args[0]).AddStatement().AddScript(args[1]);
foreach (PSObject emitted in script.Invoke())
{
    Console.WriteLine(emitted);
}

foreach (ErrorRecord error in script.Streams.Error)
{
    Console.Error.WriteLine(error);
}
