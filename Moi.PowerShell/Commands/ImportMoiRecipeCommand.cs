using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Moi.PowerShell.Recipes;

namespace Moi.PowerShell.Commands;

/// <summary>
/// Makes recipes functions of this session, in the module Moi.Recipes: with parameters, completion, help and -WhatIf. In the
/// profile it makes them at each start.
/// </summary>
[Cmdlet(VerbsData.Import, "MoiRecipe", SupportsShouldProcess = true)]
[OutputType(typeof(MoiRecipe))]
public sealed class ImportMoiRecipeCommand : RecipeCmdlet
{
    private const string Module = "Moi.Recipes";

    /// <summary>What the functions' names begin with, before the recipes' names.</summary>
    [Parameter]
    [ValidatePattern("^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
    public string Prefix { get; set; } = string.Empty;

    /// <summary>Imports a recipe too whose function hides a command of the same name. One that an alias hides is never imported.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the recipes that were imported.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        List<MoiRecipe> imported = [];
        SortedDictionary<string, string> functions = Session.RecipeFunctions;
        if (!IsImported())
        {
            functions.Clear();
        }

        foreach (RecipePlan plan in FindPlans())
        {
            string function = Prefix + plan.Recipe.Name;
            if (IsFree(function) && ShouldProcess($"{function} ({plan.Recipe.File})", "Define function"))
            {
                MoiRecipe recipe = RecipeObjects.Of(plan, function);
                functions[function] = recipe.Text;
                imported.Add(recipe);
                if (plan.Recipe.Advice is { } advice)
                {
                    WriteWarning($"{plan.Recipe.Title}: {advice}.");
                }
            }
        }

        if (imported.Count > 0)
        {
            Define(string.Join('\n', functions.Values));
        }

        if (PassThru)
        {
            WriteObject(imported, enumerateCollection: true);
        }
    }

    private bool IsFree(string function)
    {
        if (InvokeCommand.GetCommand(function, CommandTypes.All) is not { } command
            || command.ModuleName == Module
            || (Force && command.CommandType != CommandTypes.Alias))
        {
            return true;
        }

        WriteError(Errors.RecipeClash(function, command));
        return false;
    }

    private bool IsImported() => Invoke("Get-Module -Name $args[0]", Module).Count > 0;

    /// <summary>A module is made in one piece; one that is there gives way to it.</summary>
    private void Define(string functions) => Invoke(
        """
        Get-Module -Name $args[0] | Remove-Module -Force
        New-Module -Name $args[0] -ScriptBlock $args[1] | Import-Module -Global -Force -DisableNameChecking
        """,
        Module,
        InvokeCommand.NewScriptBlock(functions));

    private Collection<PSObject> Invoke(string script, params object[] arguments) =>
        InvokeCommand.InvokeScript(script, useNewScope: true, PipelineResultTypes.None, null, arguments);
}
