using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Moi.PowerShell.Completion;
using Moi.PowerShell.Recipes;
using Moi.Protocol.Configuration;

namespace Moi.PowerShell.Commands;

/// <summary>
/// Runs a recipe by name. It is looked for in the operator's home, and then in the current folder, as <c>NAME.toml</c>; where it
/// comes from there, that is said.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "MoiRecipe", SupportsShouldProcess = true)]
[OutputType(typeof(MoiResult))]
public sealed class InvokeMoiRecipeCommand : MoiCmdlet
{
    /// <summary>What of this command's own parameters is handed on to the recipe's function as it is.</summary>
    private static readonly string[] HandedOn =
    [
        "Group", "Filter", "Connection", "Confirm", "Verbose", "Debug", "ErrorAction", "WarningAction", "InformationAction", "ProgressAction",
    ];

    private readonly List<PSObject> _input = [];

    /// <summary>The recipe.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RecipeNameCompleter))]
    public string Name { get; set; } = string.Empty;

    /// <summary>Its arguments, with commas between.</summary>
    [Parameter(Position = 1)]
    [Alias("Args")]
    [ValidateNotNull]
    public string[] ArgumentList { get; set; } = [];

    /// <summary>Files, or folders of files, to take it from in place of the operator's home and the current folder.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>Only these remotes, by name, address or id; wildcards may be used.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RemoteNameCompleter))]
    public string[]? Remote { get; set; }

    /// <summary>Only the members of this group, each of which must answer.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GroupNameCompleter))]
    public string? Group { get; set; }

    /// <summary>Only remotes whose keys fulfil this condition, beside what the recipe itself asks for.</summary>
    [Parameter]
    [ValidateNotNull]
    [Filters.FilterTransformation]
    public MoiFilter? Filter { get; set; }

    /// <summary>Only these remotes: names, or objects that have an Id, an Address or a Name, such as another command's results.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public PSObject[]? InputObject { get; set; }

    /// <summary>The connection to use, as Connect-MoiBroker -PassThru gives it. Without one, this runspace's; it is made at first use.</summary>
    [Parameter]
    [ValidateNotNull]
    public MoiConnection? Connection { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _input.AddRange(InputObject ?? []);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        RecipePlan plan = FindPlan();
        if (ArgumentList.Length > plan.Parameters.Count)
        {
            ThrowTerminatingError(Errors.TooManyRecipeArguments(plan.Recipe, plan.Parameters, ArgumentList.Length));
        }

        if (plan.Recipe.Group is not null && Group is not null)
        {
            ThrowTerminatingError(Errors.BadArgument(
                "RecipeHasGroup", $"{plan.Recipe.Title}: the recipe is for the group '{plan.Recipe.Group}'; leave -Group out.", Group));
        }

        if (MyInvocation.ExpectingInput && _input.Count == 0)
        {
            return;
        }

        InvokeCommand.InvokeScript(
            "$with = $args[1]; & $args[0] @with",
            useNewScope: true,
            PipelineResultTypes.Output | PipelineResultTypes.Error,
            null,
            InvokeCommand.NewScriptBlock(RecipeFunction.BodyOf(plan, Name)),
            Parameters(plan));
    }

    private Hashtable Parameters(RecipePlan plan)
    {
        Hashtable parameters = [];
        for (int i = 0; i < ArgumentList.Length; i++)
        {
            parameters.Add(plan.Parameters[i], ArgumentList[i]);
        }

        foreach (string parameter in HandedOn.Where(MyInvocation.BoundParameters.ContainsKey))
        {
            parameters.Add(parameter, MyInvocation.BoundParameters[parameter]);
        }

        if (plan.Changes)
        {
            parameters["WhatIf"] = this.IsWhatIf();
        }
        else
        {
            parameters.Remove("Confirm");
        }

        if (Remote is not null)
        {
            parameters.Add("Name", Remote);
        }

        if (_input.Count > 0)
        {
            parameters.Add("InputObject", _input.ToArray());
        }

        return parameters;
    }

    private RecipePlan FindPlan()
    {
        RecipeShelf home = new();
        home.AddHome(OperatorHome.Resolve());
        RecipeShelf shelf = Path is null ? home : RecipePaths.ShelfOf(Path, SessionState, home);
        try
        {
            Recipe recipe = shelf.FindHere(Name) ?? (Path is null ? FindInCurrentFolder(shelf) : null) ?? throw NotFound(shelf);
            if (recipe.Advice is { } advice)
            {
                WriteWarning($"{recipe.Title}: {advice}.");
            }

            return shelf.PlanOf(recipe);
        }
        catch (ConfigurationException e)
        {
            ThrowTerminatingError(Errors.BadRecipe(e));
            throw;
        }
    }

    private Recipe? FindInCurrentFolder(RecipeShelf shelf)
    {
        string folder = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        string file = System.IO.Path.Combine(folder, Name + ".toml");
        if (Name.IndexOfAny(['/', '\\']) >= 0 || !File.Exists(file))
        {
            return null;
        }

        shelf.AddFile(file, isMeant: true);
        Recipe? recipe = shelf.Find(Name);
        HostInformationMessage said = new() { Message = $"The recipe '{Name}' is that of {file}." };
        WriteInformation(said, ["PSHOST", "Moi"]);
        return recipe;
    }

    /// <summary>A configuration that cannot be read may be why.</summary>
    private InvalidOperationException NotFound(RecipeShelf shelf)
    {
        foreach ((string? name, ConfigurationException error) in shelf.Problems)
        {
            if (name is null)
            {
                WriteError(Errors.BadRecipe(error));
            }
        }

        ThrowTerminatingError(Errors.RecipeNotFound(Name, Path is null ? $"in {OperatorHome.Resolve()}, nor here" : $"in {string.Join(", ", Path)}"));
        return new InvalidOperationException();
    }
}
