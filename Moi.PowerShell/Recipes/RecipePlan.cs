using Moi.Protocol.Configuration;

namespace Moi.PowerShell.Recipes;

/// <summary>A recipe with the recipes that it refers to taken in: what is to be done, stage by stage.</summary>
internal sealed record RecipePlan
{
    private const int MostStages = 200;

    /// <summary>The recipe.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>The names of its arguments.</summary>
    public required IReadOnlyList<string> Parameters { get; init; }

    /// <summary>What each argument goes to first.</summary>
    public required IReadOnlyList<ArgumentKind> Kinds { get; init; }

    /// <summary>The recipe's conditions.</summary>
    public required IReadOnlyList<Expression> Filters { get; init; }

    /// <summary>Its stages.</summary>
    public required IReadOnlyList<PlannedStage> Stages { get; init; }

    /// <summary>Whether any stage changes anything.</summary>
    public bool Changes => Stages.Any(stage => stage.Operation.Changes);

    /// <summary>Makes the plan of a recipe.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="find">Finds another recipe by its name; null where there is none.</param>
    /// <param name="known">The names of the other recipes.</param>
    /// <exception cref="ConfigurationException">It refers to what is not there, to itself, or with other arguments than that takes.</exception>
    public static RecipePlan Of(Recipe recipe, Func<string, Recipe?> find, Func<IEnumerable<string>> known)
    {
        Expansion expansion = new(find, known);
        List<PlannedStage> stages = expansion.StagesOf(recipe, number => new Expression.Argument(number), [], [recipe]);
        List<Expression> filters = recipe.Filter is { } filter ? [Expansion.ToExpression(filter, number => new Expression.Argument(number))] : [];
        int count = stages.SelectMany(stage => stage.Arguments.Concat(stage.Filters)).Concat(filters).SelectMany(text => text.Arguments).DefaultIfEmpty().Max();
        if (recipe.Parameters.Count > count)
        {
            throw recipe.Steps[0].Error("params", $"names {recipe.Parameters.Count} argument(s), but {count} are used");
        }

        return new RecipePlan
        {
            Recipe = recipe,
            Parameters = ParameterNames.Of(recipe.Parameters, count),
            Kinds = [.. Enumerable.Range(1, count).Select(number => KindOf(number, stages))],
            Filters = filters,
            Stages = stages,
        };
    }

    /// <summary>What an argument is by itself, not within a longer text.</summary>
    private static ArgumentKind KindOf(int number, IEnumerable<PlannedStage> stages) => stages
        .SelectMany(stage => stage.Arguments.Select((argument, i) => (argument, Kind: stage.Operation.KindOf(i))))
        .Where(pair => pair.argument == new Expression.Argument(number) && pair.Kind != ArgumentKind.Command)
        .Select(pair => pair.Kind)
        .FirstOrDefault();

    private sealed class Expansion(Func<string, Recipe?> find, Func<IEnumerable<string>> known)
    {
        private int _count;

        public List<PlannedStage> StagesOf(
            Recipe recipe, Func<int, Expression> argument, IReadOnlyList<Expression> filters, IReadOnlyList<Recipe> path)
        {
            List<PlannedStage> stages = [];
            foreach (RecipeStep step in recipe.Steps)
            {
                List<Expression> arguments = [.. step.Arguments.Select(pieces => ToExpression(pieces, argument))];
                if (!step.TakesAll && Operation.Find(step.Command) is { } operation)
                {
                    if (operation.Name == "remove-group" && _count > 0)
                    {
                        throw step.Error(step.CommandKey, "can be remove-group only in the first stage: it is for the group's members, whomever the stages before were for");
                    }

                    stages.Add(new PlannedStage(operation, arguments, filters));
                }
                else
                {
                    stages.AddRange(StagesOf(step, arguments, argument, filters, path));
                }

                if ((_count += stages.Count) > MostStages * MostStages || stages.Count > MostStages)
                {
                    throw step.Error(step.CommandKey, $"makes more than {MostStages} stages together");
                }
            }

            return stages;
        }

        public static Expression ToExpression(IReadOnlyList<Piece> pieces, Func<int, Expression> argument) =>
            Expression.Join(pieces.Select(piece => piece switch
            {
                Piece.Literal literal => new Expression.Constant(literal.Text),
                Piece.Insert insert => Of(insert, argument),
                _ => throw new InvalidOperationException(),
            }));

        private static Expression Of(Piece.Insert insert, Func<int, Expression> argument)
        {
            Expression value = argument(insert.Number);
            if (insert.Operation is not (TextOperation.None or TextOperation.Raw))
            {
                value = new Expression.Applied(insert.Operation.ToString(), value);
            }

            return !insert.IsQuoted ? value
                : value is Expression.Constant constant ? new Expression.Constant(RecipeText.Quote(constant.Text))
                : new Expression.Applied(RecipeText.QuoteMethod, value);
        }

        private List<PlannedStage> StagesOf(
            RecipeStep step,
            List<Expression> arguments,
            Func<int, Expression> argument,
            IReadOnlyList<Expression> filters,
            IReadOnlyList<Recipe> path)
        {
            Recipe other = find(step.Command) ?? throw step.Error(step.CommandKey, Unknown(step.Command));
            if (path.Any(before => before.Name == other.Name))
            {
                string circle = string.Join(" -> ", path.Append(other).Select(one => one.Name).SkipWhile(name => name != other.Name));
                throw step.Error(step.CommandKey, $"refers back to itself: {circle}");
            }

            int most = 0;
            Func<int, Expression> given = step.TakesAll ? argument : number =>
            {
                most = Math.Max(most, number);
                return number <= arguments.Count ? arguments[number - 1] : new Expression.Constant(string.Empty);
            };
            List<Expression> conditions = [.. filters];
            if (other.Filter is { } filter)
            {
                conditions.Add(ToExpression(filter, given));
            }

            if (other.Group is { } group)
            {
                conditions.Add(new Expression.Constant($"groups:{group}"));
            }

            List<PlannedStage> stages = StagesOf(other, given, conditions, [.. path, other]);
            return step.TakesAll || most == arguments.Count
                ? stages
                : throw step.Error("args", $"has {arguments.Count} text(s), but the recipe {other.Title} takes {most}");
        }

        private string Unknown(string name)
        {
            IEnumerable<string> all = Operation.All.Select(operation => operation.Name).Concat(known());
            string hint = NearestName.Find(name, all) is { } nearest
                ? $"did you mean '{nearest}'?"
                : $"there are {string.Join(", ", Operation.All.Select(operation => operation.Name))}, and recipes";
            return $"is '{name}', which is neither an operation nor a recipe; {hint}";
        }
    }
}
