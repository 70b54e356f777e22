using System.Management.Automation.Language;

namespace Moi.PowerShell.Recipes;

/// <summary>A text that a recipe's function makes of its arguments.</summary>
internal abstract record Expression
{
    /// <summary>A fixed text.</summary>
    public sealed record Constant(string Text) : Expression;

    /// <summary>An argument of the function.</summary>
    /// <param name="Number">Which one, from 1.</param>
    public sealed record Argument(int Number) : Expression;

    /// <summary>A part of a text, or the text quoted: a method of <see cref="RecipeText"/>.</summary>
    public sealed record Applied(string Method, Expression To) : Expression
    {
        /// <summary>The call in PowerShell.</summary>
        /// <param name="variables">The names of the arguments, and of what was computed before.</param>
        public string ToCall(ScriptVariables variables) => $"$text::{Method}({To.ToOperand(variables)})";
    }

    /// <summary>Texts one after the other.</summary>
    public sealed record Joined(IReadOnlyList<Expression> Parts) : Expression
    {
        /// <inheritdoc/>
        public bool Equals(Joined? other) => other is not null && Parts.SequenceEqual(other.Parts);

        /// <inheritdoc/>
        public override int GetHashCode() => Parts.Aggregate(0, (hash, part) => HashCode.Combine(hash, part));
    }

    /// <summary>Texts one after the other, as simple as may be.</summary>
    public static Expression Join(IEnumerable<Expression> parts)
    {
        List<Expression> joined = [];
        foreach (Expression part in parts.SelectMany(part => part is Joined { Parts: var inner } ? inner : [part]))
        {
            if (part is Constant next && joined is [.., Constant last])
            {
                joined[^1] = new Constant(last.Text + next.Text);
            }
            else if (part is not Constant { Text: "" })
            {
                joined.Add(part);
            }
        }

        return joined switch
        {
            [] => new Constant(string.Empty),
            [Expression only] => only,
            _ => new Joined(joined),
        };
    }

    /// <summary>The arguments that are used in it.</summary>
    public IEnumerable<int> Arguments => this switch
    {
        Argument argument => [argument.Number],
        Applied applied => applied.To.Arguments,
        Joined joined => joined.Parts.SelectMany(part => part.Arguments),
        _ => [],
    };

    /// <summary>All parts of it that <see cref="RecipeText"/> computes, inner ones first, without quoting.</summary>
    public IEnumerable<Applied> Computed => this switch
    {
        Applied { Method: RecipeText.QuoteMethod } quoted => quoted.To.Computed,
        Applied applied => [.. applied.To.Computed, applied],
        Joined joined => joined.Parts.SelectMany(part => part.Computed),
        _ => [],
    };

    /// <summary>It as an argument in PowerShell.</summary>
    /// <param name="variables">The names of the arguments, and of what was computed before.</param>
    public string ToScript(ScriptVariables variables) =>
        this is Joined || (this is Applied applied && variables.Find(applied) is null) ? $"({ToOperand(variables)})" : ToOperand(variables);

    /// <summary>It as an expression in PowerShell.</summary>
    /// <param name="variables">The names of the arguments, and of what was computed before.</param>
    public string ToOperand(ScriptVariables variables) => this switch
    {
        Constant constant => Literal(constant.Text),
        Argument argument => variables.Of(argument),
        Applied applied => variables.Find(applied) ?? applied.ToCall(variables),
        Joined joined => string.Join(" + ", joined.Parts.Select(part => part.ToOperand(variables))),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>A text between single quotes, as PowerShell has it.</summary>
    public static string Literal(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
}
