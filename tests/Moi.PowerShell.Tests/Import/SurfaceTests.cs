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
    public void Every_command_that_changes_something_can_be_tried_with_WhatIf_and_no_other()
    {
        using ModuleSession session = new();

        ScriptResult result = session.Run(
            """
            foreach ($command in Get-Command -Module Moi) {
                $changes = $command.Verb -notin 'Get', 'Group', 'Test', 'Watch', 'Wait', 'Connect', 'Disconnect' -and $command.Noun -ne 'MoiDemo'
                if ($command.Parameters.ContainsKey('WhatIf') -ne $changes) { "$command" }
            }
            """);

        Assert.Empty(Strings(result));
    }

    [Fact]
    public void Only_InputObject_and_Connection_take_the_pipeline_and_nothing_takes_the_rest_of_the_line()
    {
        using ModuleSession session = new();

        ScriptResult result = session.Run(
            """
            foreach ($command in Get-Command -Module Moi) {
                foreach ($parameter in $command.ParameterSets | ForEach-Object Parameters) {
                    if ($parameter.ValueFromPipelineByPropertyName -or
                        $parameter.ValueFromRemainingArguments -or
                        ($parameter.ValueFromPipeline -and $parameter.Name -notin 'InputObject', 'Connection')) {
                        "$command $($parameter.Name)"
                    }
                }
            }
            """);

        Assert.Empty(Strings(result));
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
