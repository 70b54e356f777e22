using System.Management.Automation;
using System.Reflection;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Import;

public sealed class SurfaceTests
{
    private static readonly string[] ThatEmitNothing = ["Disconnect-MoiBroker", "Remove-MoiRemote", "Stop-MoiDemo"];

    [Fact]
    public void The_module_exports_every_command_it_has_and_nothing_else()
    {
        using ModuleSession session = new();
        IReadOnlyList<string> listed = [.. Strings(session.Run("(Test-ModuleManifest $manifest).ExportedCmdlets.Keys"))];

        Assert.Equal(listed.Order(), Strings(session.Run("Get-Command -Module Moi | ForEach-Object Name")).Order());
        Assert.Equal(listed.Order(), Commands(session).Select(NameOf).Order());
        Assert.Equal(listed, listed.Order());
    }

    [Fact]
    public void Every_command_has_an_approved_verb_and_the_noun_prefix()
    {
        using ModuleSession session = new();
        HashSet<string> approved = [.. ApprovedVerbs()];

        Assert.All(Commands(session), command => Assert.Contains(NameOf(command).Split('-')[0], approved));
        Assert.All(Commands(session), command => Assert.StartsWith("Moi", NameOf(command).Split('-')[1]));
    }

    [Fact]
    public void Every_command_that_emits_says_what()
    {
        using ModuleSession session = new();

        Assert.Equal(
            ThatEmitNothing,
            Strings(session.Run("Get-Command -Module Moi | Where-Object { -not $_.OutputType } | ForEach-Object Name")));
    }

    [Fact]
    public void Every_command_that_changes_remotes_can_be_tried_with_WhatIf()
    {
        using ModuleSession session = new();

        Assert.Equal(
            [
                "Invoke-MoiRun", "New-MoiGroup", "Remove-MoiGroup", "Remove-MoiKey", "Remove-MoiRemote", "Restart-MoiRemote", "Send-MoiFile", "Set-MoiKey",
                "Start-MoiJob", "Stop-MoiJob",
            ],
            Strings(session.Run("Get-Command -Module Moi | Where-Object { $_.Parameters.ContainsKey('WhatIf') } | ForEach-Object Name")));
    }

    [Fact]
    public void Nothing_but_InputObject_takes_the_pipeline_and_nothing_takes_the_rest_of_the_line()
    {
        using ModuleSession session = new();

        ScriptResult taking = session.Run(
            """
            foreach ($command in Get-Command -Module Moi) {
                foreach ($set in $command.ParameterSets) {
                    foreach ($parameter in $set.Parameters) {
                        if ($parameter.ValueFromPipelineByPropertyName -or $parameter.ValueFromRemainingArguments) {
                            "$command takes too much for $($parameter.Name)"
                        }
                        elseif ($parameter.ValueFromPipeline) { "$command $($parameter.Name)" }
                    }
                }
            }
            """).Clean();

        Assert.Equal(
            [
                "Disconnect-MoiBroker Connection",
                "Get-MoiJob InputObject",
                "Get-MoiRemote InputObject",
                "Get-MoiTime InputObject",
                "Invoke-MoiRun InputObject",
                "New-MoiGroup InputObject",
                "Remove-MoiGroup InputObject",
                "Remove-MoiKey InputObject",
                "Remove-MoiRemote InputObject",
                "Restart-MoiRemote InputObject",
                "Send-MoiFile InputObject",
                "Set-MoiKey InputObject",
                "Start-MoiJob InputObject",
                "Stop-MoiJob InputObject",
                "Test-MoiRemote InputObject",
                "Wait-MoiJob InputObject",
            ],
            Strings(taking));
    }

    private static IEnumerable<string> Strings(ScriptResult result) =>
        result.Clean().Output.Select(emitted => (string)emitted.BaseObject);

    private static IEnumerable<Type> Commands(ModuleSession session)
    {
        Assembly module = ((PSModuleInfo)session.Run("Get-Module Moi").Clean().Output.Single().BaseObject).ImplementingAssembly;
        return module.GetExportedTypes().Where(type => type.GetCustomAttribute<CmdletAttribute>() is not null);
    }

    private static string NameOf(Type command)
    {
        CmdletAttribute name = command.GetCustomAttribute<CmdletAttribute>()!;
        return $"{name.VerbName}-{name.NounName}";
    }

    private static IEnumerable<string> ApprovedVerbs() =>
        from type in (Type[])
        [
            typeof(VerbsCommon), typeof(VerbsCommunications), typeof(VerbsData), typeof(VerbsDiagnostic),
            typeof(VerbsLifecycle), typeof(VerbsOther), typeof(VerbsSecurity),
        ]
        from field in type.GetFields(BindingFlags.Public | BindingFlags.Static)
        select (string)field.GetRawConstantValue()!;
}
