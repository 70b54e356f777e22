using System.Globalization;
using Moi.Protocol.Configuration;
using Moi.Protocol.Filters;

namespace Moi.PowerShell.Recipes;

/// <summary>Reads one recipe out of a table, strictly: what is not understood is an error with its line.</summary>
internal sealed class RecipeReader
{
    private const int MostStages = 99;
    private const int LongestName = 64;

    private readonly string _name;
    private readonly Settings _table;
    private readonly List<(Settings Table, string Path)> _stages = [];
    private string _help = string.Empty;
    private Notation _notation;

    private RecipeReader(string name, Settings table)
    {
        _name = name;
        _table = table;
    }

    /// <summary>Whether a table is a recipe, and not another program's.</summary>
    public static bool IsRecipe(Settings table) => table.Keys.Any(key => key is "command" or "stages" or "alias");

    /// <summary>Reads a recipe.</summary>
    /// <exception cref="ConfigurationException">It is none, or says something wrong.</exception>
    public static Recipe Read(string name, Settings table) => new RecipeReader(name, table).Read();

    private Recipe Read()
    {
        _help = _table.Line("help") ?? string.Empty;
        if (!IsName(_name))
        {
            throw Error(_table, "help", $"cannot be called '{_name}': use up to {LongestName} letters, digits, '-', '_' and '.', a letter or digit first");
        }

        IReadOnlyList<string> parameters = _table.Texts("params") ?? [];
        string? filter = _table.Line("filter");
        FindStages();
        _notation = Notations.Of([.. Texts(), .. filter is null ? (string[])[] : [filter]]);
        Recipe recipe = new()
        {
            Name = _name,
            Help = _help,
            File = _table.File,
            Line = Math.Max(1, _table.Position.Line),
            Parameters = parameters,
            Filter = filter is null ? null : FilterOf(filter),
            Group = _table.Token("group"),
            IsQuiet = _table.Flag("quiet") ?? false,
            Advice = _table.Texts("cols") is null ? null : "'cols' names columns for the seed's JSON output; here use Select-Object, or -split on Stdout",
            Steps = [.. _stages.Select(stage => StepOf(stage.Table))],
        };
        foreach ((Settings stage, _) in _stages)
        {
            stage.RejectUnknown();
        }

        _table.RejectUnknown();
        CheckParameters(parameters);
        return recipe;
    }

    private void FindStages()
    {
        string[] ways = [.. ((string[])["command", "alias", "stages"]).Where(key => _table.Keys.Contains(key))];
        if (ways.Length != 1)
        {
            throw Error(_table, ways.FirstOrDefault() ?? "command", ways.Length == 0
                ? "is missing: a recipe has a command with args, or an alias, or stages"
                : $"does not go with {ways[1]}: a recipe has a command with args, or an alias, or stages");
        }

        if (ways[0] != "stages")
        {
            _stages.Add((_table, string.Empty));
            return;
        }

        int count = _table.Whole("stages", 1, MostStages)!.Value;
        for (int number = 1; number <= count; number++)
        {
            string key = number.ToString(CultureInfo.InvariantCulture);
            Settings stage = _table.Table(key) ?? throw Error(_table, "stages", $"says {count}, but there is no table for stage {number}");
            _stages.Add((stage, key));
        }
    }

    /// <summary>Every text that arguments may stand in.</summary>
    private IEnumerable<string> Texts() => _stages.SelectMany(stage => stage.Table.Texts("args") ?? []);

    private RecipeStep StepOf(Settings stage)
    {
        ConfigurationException StepError(string key, string problem) => Error(stage, key, problem);

        bool isAlias = stage.Keys.Contains("alias");
        string command = stage.Line(isAlias ? "alias" : "command") ?? throw StepError("command", "is missing: each stage has a command with args, or an alias");
        if (Notations.Of([command]) != Notation.None)
        {
            throw StepError(isAlias ? "alias" : "command", "must be a fixed name: which commands a recipe runs does not depend on its arguments");
        }

        if (isAlias)
        {
            return stage.Keys.Any(key => key is "command" or "args")
                ? throw StepError("alias", "goes with neither command nor args: it is given the recipe's own arguments")
                : new RecipeStep(command, [], TakesAll: true, $"{command} (with the same arguments)", StepError);
        }

        IReadOnlyList<string> arguments = stage.Texts("args") ?? [];
        Operation? operation = Operation.Find(command);
        if (operation is not null && (arguments.Count < operation.Fewest || arguments.Count > operation.Most))
        {
            string takes = operation.Most == 0 ? "takes no arguments" : $"takes: {operation.Usage}";
            throw StepError("args", $"has {arguments.Count} text(s), but {operation.Name} {takes}");
        }

        return new RecipeStep(
            command,
            [.. arguments.Select((text, i) => PiecesOf(text, operation?.KindOf(i) ?? ArgumentKind.Text, problem => StepError("args", problem)))],
            TakesAll: false,
            string.Join(' ', arguments.Select(Shown).Prepend(command)),
            StepError);
    }

    private IReadOnlyList<Piece> FilterOf(string text)
    {
        IReadOnlyList<Piece> pieces = PiecesOf(text, ArgumentKind.Text, problem => Error(_table, "filter", problem));
        if (pieces is not [Piece.Literal { Text: var only }])
        {
            return pieces;
        }

        try
        {
            Filter.Parse(only);
            return pieces;
        }
        catch (FilterSyntaxException e)
        {
            throw Error(_table, "filter", $"is no filter: {e.Message}");
        }
    }

    private IReadOnlyList<Piece> PiecesOf(string text, ArgumentKind kind, Func<string, ConfigurationException> error)
    {
        try
        {
            IReadOnlyList<Piece> pieces = TemplateReader.Read(text, _notation);
            if (kind == ArgumentKind.Command)
            {
                return ShellQuoting.Apply(text, pieces);
            }

            return pieces.OfType<Piece.Insert>().FirstOrDefault(insert => insert.Operation == TextOperation.Raw) is { } raw
                ? throw new TemplateFaultException(text, raw.Offset, $"{raw.Written} is not in a command, where nothing is quoted anyway; leave 'raw' out")
                : pieces;
        }
        catch (TemplateFaultException e)
        {
            throw error($"cannot be understood: {e.Message}");
        }
    }

    private void CheckParameters(IReadOnlyList<string> parameters)
    {
        foreach (string parameter in parameters)
        {
            if (!ParameterNames.IsUsable(parameter))
            {
                throw Error(_table, "params", $"has '{parameter}', which cannot be a parameter's name: use letters and digits, a letter first, and none that the function has already");
            }
        }

        if (parameters.Distinct(StringComparer.OrdinalIgnoreCase).Count() < parameters.Count)
        {
            throw Error(_table, "params", "has a name twice");
        }
    }

    /// <summary>An error about a key, with what the recipe is for.</summary>
    private ConfigurationException Error(Settings table, string key, string problem) =>
        table.Error(key, $"of the recipe {(_help.Length == 0 ? _name : $"{_name} ({_help})")} {problem}");

    private static string Shown(string text) =>
        text.Length > 0 && text.All(c => RecipeText.IsPlain(c) || c is '$' or '=') ? text
        : text.Contains('\'', StringComparison.Ordinal) ? $"\"{text}\""
        : $"'{text}'";

    private static bool IsName(string name) => name.Length is > 0 and <= LongestName && char.IsAsciiLetterOrDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
