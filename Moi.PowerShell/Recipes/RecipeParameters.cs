using System.Globalization;

namespace Moi.PowerShell.Recipes;

/// <summary>Writes the parameters of a recipe's function.</summary>
internal static class RecipeParameters
{
    /// <summary>Writes them.</summary>
    public static void Write(ScriptWriter writer, RecipePlan plan)
    {
        writer.Line("param(");
        writer.Indented(() =>
        {
            for (int i = 0; i < plan.Parameters.Count; i++)
            {
                writer.Line(string.Create(CultureInfo.InvariantCulture, $"[Parameter(Position = {i})]"));
                if (CompleterOf(plan.Kinds[i]) is { } completer)
                {
                    WriteCompleter(writer, completer);
                }

                writer.Line($"[string] ${plan.Parameters[i]},");
                writer.Line();
            }

            WriteCompleter(writer, "RemoteName");
            writer.Line("[string[]] $Name,");
            writer.Line();
            if (plan.Recipe.Group is null)
            {
                WriteCompleter(writer, "GroupName");
                writer.Line("[string] $Group,");
                writer.Line();
            }

            writer.Line("[object] $Filter,");
            writer.Line();
            writer.Line("[Parameter(ValueFromPipeline)]");
            writer.Line("[ValidateNotNullOrEmpty()]");
            writer.Line("[psobject[]] $InputObject,");
            writer.Line();
            writer.Line("[Moi.PowerShell.MoiConnection] $Connection");
        });
        writer.Line(")");
    }

    private static void WriteCompleter(ScriptWriter writer, string name) =>
        writer.Line($"[ArgumentCompleter([Moi.PowerShell.Completion.{name}Completer])]");

    /// <summary>The completer for an argument; null where files complete it, as PowerShell does by itself.</summary>
    private static string? CompleterOf(ArgumentKind kind) => kind switch
    {
        ArgumentKind.Destination => "Destination",
        ArgumentKind.Key => "KeyName",
        ArgumentKind.Job => "JobName",
        ArgumentKind.Group => "GroupName",
        _ => null,
    };
}
