namespace Moi.PowerShell.Recipes;

/// <summary>Writes the commands of a stage.</summary>
/// <param name="variables">The variables of the function.</param>
internal sealed class StageScript(ScriptVariables variables)
{
    /// <summary>The commands, of which each takes what the one before emitted.</summary>
    /// <param name="stage">What is done.</param>
    /// <param name="to">How the first is told whom it is for: a splat, behind what is piped to it.</param>
    /// <param name="filter">The stage's own condition in PowerShell; null for none.</param>
    /// <returns>One or more commands, to be piped together.</returns>
    public string Of(PlannedStage stage, Addressing to, string? filter)
    {
        string condition = filter is null ? string.Empty : $" -Filter {filter}";
        string Text(int index) => stage.Arguments[index].ToScript(variables);
        string Optional(string parameter, int index) => index < stage.Arguments.Count ? $" -{parameter} {Text(index)}" : string.Empty;
        string Command(string text) => $"{to.Input}{text}{condition} {to.Splat}";

        return stage.Operation.Name switch
        {
            "ls" => Command(stage.Arguments.Count == 0 ? "Get-MoiRemote" : $"Get-MoiRemote -Key {string.Join(", ", stage.Arguments.Select((_, i) => Text(i)))}"),
            "ping" => Command("Test-MoiRemote"),
            "time" => Command("Get-MoiTime"),
            "set" or "seta" => string.Join(" | ", KeyCommands(stage).Select((text, i) => i == 0 ? Command(text) : $"{text} {Addressing.Next}")),
            "run" => Command($"Invoke-MoiRun -Command {Text(0)}{Optional("Directory", 1)}"),
            "launch" => Command($"Start-MoiJob -Command {Text(0)}{Optional("Directory", 1)}{Optional("JobName", 2)}"),
            "wait" => Command("Wait-MoiJob"),
            "push" => Command($"Send-MoiFile -LiteralPath {Text(0)} -Destination {Text(1)}"),
            "pull" => Command($"Receive-MoiFile {Text(0)} {Text(1)}"),
            "push-run" => Command($"Invoke-MoiScript {Text(0)} {Text(1)} {Text(2)}"),
            "run-pull" => $"{Command($"Invoke-MoiRun -Command {Text(0)} -Directory {Text(1)}")} | Receive-MoiFile {InFolder(stage)} {(stage.Arguments.Count > 3 ? Text(3) : "'.'")} {Addressing.Next}",
            "restart" => Command("Restart-MoiRemote"),

            // A new group takes its remotes from the pipeline; its -Name is its own.
            "group" => $"{Command("Get-MoiRemote")} | New-MoiGroup -Name {Text(0)} -Force {Addressing.Connection}",
            "remove-group" => $"Remove-MoiGroup -Name {Text(0)} {Addressing.Connection}",
            _ => throw new InvalidOperationException($"'{stage.Operation.Name}' is not known here."),
        };
    }

    private string InFolder(PlannedStage stage) =>
        Expression.Join([stage.Arguments[1], new Expression.Constant("/"), stage.Arguments[2]]).ToScript(variables);

    /// <summary>All new values at once; what is added to arrays is added key by key.</summary>
    private IEnumerable<string> KeyCommands(PlannedStage stage)
    {
        List<string> pairs = [];
        List<string> additions = [];
        foreach (Expression argument in stage.Arguments)
        {
            if (KeyPair.Of(argument, adds: stage.Operation.Name == "seta") is { IsAddition: true } pair)
            {
                additions.Add($"Set-MoiKey -Key {pair.Key.ToScript(variables)} -Add {pair.Value.ToScript(variables)}");
            }
            else
            {
                pairs.Add(argument.ToScript(variables));
            }
        }

        return pairs.Count == 0 ? additions : additions.Prepend($"Set-MoiKey -Key {string.Join(", ", pairs)}");
    }
}
