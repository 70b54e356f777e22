namespace Moi.PowerShell.Recipes;

/// <summary>A <c>key=value</c> or <c>key+=value</c> in a recipe.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
/// <param name="IsAddition">Whether the value is added to those the key has.</param>
internal sealed record KeyPair(Expression Key, Expression Value, bool IsAddition)
{
    /// <summary>Splits a text at the first <c>=</c> that the recipe itself has; null where it has none.</summary>
    public static KeyPair? Of(Expression text, bool adds)
    {
        IReadOnlyList<Expression> parts = text is Expression.Joined joined ? joined.Parts : [text];
        for (int i = 0; i < parts.Count; i++)
        {
            if (parts[i] is Expression.Constant constant && constant.Text.IndexOf('=', StringComparison.Ordinal) is >= 0 and int split)
            {
                string before = constant.Text[..split];
                bool isAddition = before.EndsWith('+');
                return new KeyPair(
                    Expression.Join([.. parts.Take(i), new Expression.Constant(isAddition ? before[..^1] : before)]),
                    Expression.Join([new Expression.Constant(constant.Text[(split + 1)..]), .. parts.Skip(i + 1)]),
                    isAddition || adds);
            }
        }

        return null;
    }
}
