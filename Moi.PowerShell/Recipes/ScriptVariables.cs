namespace Moi.PowerShell.Recipes;

/// <summary>The variables of a recipe's function.</summary>
/// <param name="parameters">The names of its arguments.</param>
internal sealed class ScriptVariables(IReadOnlyList<string> parameters)
{
    private readonly Dictionary<Expression.Applied, string> _computed = [];

    /// <summary>The arguments' names.</summary>
    public IReadOnlyList<string> Parameters => parameters;

    /// <summary>What is computed, in an order in which it can be.</summary>
    public IEnumerable<(string Variable, Expression.Applied Value)> Computed => _computed.Select(pair => (pair.Value, pair.Key));

    /// <summary>The variable of an argument.</summary>
    public string Of(Expression.Argument argument) => $"${parameters[argument.Number - 1]}";

    /// <summary>The variable of what was computed; null where it was not.</summary>
    public string? Find(Expression.Applied value) => _computed.GetValueOrDefault(value);

    /// <summary>Gives what is computed a variable.</summary>
    public void Add(Expression.Applied value)
    {
        if (!_computed.ContainsKey(value))
        {
            int number = _computed.Keys.Count(other => other.Method == value.Method) + 1;
            _computed.Add(value, $"${value.Method.ToLowerInvariant()}{number}");
        }
    }
}
