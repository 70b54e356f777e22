using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Numerics;
using Moi.PowerShell.Objects;
using Moi.Protocol.Filters;

namespace Moi.PowerShell.Filters;

/// <summary>Reads the values of a block: constants, lists of them, and variables.</summary>
internal sealed class BlockValues(BlockSource source, BlockVariables variables)
{
    private const string Expected = "expected a value: a text, a number, $true, $false, $null, a list of these, or a variable";

    /// <summary>A value, or a list.</summary>
    public BlockValue Read(Ast ast) => ast switch
    {
        ParenExpressionAst paren => Read(BlockStatement.ExpressionOf(source, paren.Pipeline)),
        ArrayLiteralAst list => new BlockValue([.. list.Elements.Select(Single)], IsList: true),
        ArrayExpressionAst list => new BlockValue([.. list.SubExpression.Statements.SelectMany(Elements)], IsList: true),
        VariableExpressionAst variable when !IsConstant(variable) => Captured(variable),
        _ => new BlockValue([Constant(ast)], IsList: false),
    };

    private IReadOnlyList<FilterValue> Elements(StatementAst statement) => Read(BlockStatement.ExpressionOf(source, statement)).Values;

    private FilterValue Single(ExpressionAst ast) => Read(ast) is { IsList: false, Values: [var only] }
        ? only
        : throw source.Fault(ast.Extent, "a list holds single values only");

    private FilterValue Constant(Ast ast) => ast switch
    {
        StringConstantExpressionAst { StringConstantType: StringConstantType.BareWord } word when JsonValue.NumberOf(word.Value) is not null =>
            FilterValue.FromNumber(word.Value),
        StringConstantExpressionAst text => source.Make(ast.Extent, () => FilterValue.FromString(text.Value)),
        ConstantExpressionAst number => Number(number.Extent, number.Extent.Text, number.Value),
        UnaryExpressionAst { TokenKind: TokenKind.Minus, Child: ConstantExpressionAst and not StringConstantExpressionAst } negative =>
            Negative(negative),
        VariableExpressionAst constant when Is(constant, "null") => FilterValue.Null,
        VariableExpressionAst constant when IsConstant(constant) => FilterValue.FromBoolean(Is(constant, "true")),
        ExpandableStringExpressionAst => throw source.Fault(
            ast.Extent, "a text is not expanded here; put it into a variable before, or use single quotes"),
        MemberExpressionAst => throw source.Fault(ast.Extent, "expected a value; a key is compared with values, not with another key or a property"),
        _ => throw source.Fault(ast.Extent, Expected),
    };

    private FilterValue Negative(UnaryExpressionAst ast)
    {
        ConstantExpressionAst number = (ConstantExpressionAst)ast.Child;
        return Number(ast.Extent, $"-{number.Extent.Text}", LanguagePrimitives.TryConvertTo(number.Value, out decimal value) ? -value : null);
    }

    /// <summary>A number keeps the digits it was written with, so that it also finds the text 1.10; 1kb and 0x10 are computed.</summary>
    private FilterValue Number(IScriptExtent extent, string text, object? value)
    {
        try
        {
            return FilterValue.FromNumber(text);
        }
        catch (ArgumentException)
        {
            return Simple(extent, value) ?? throw source.Fault(extent, Expected);
        }
    }

    private BlockValue Captured(VariableExpressionAst variable)
    {
        if (BlockKeys.IsCurrent(variable))
        {
            throw source.Fault(variable.Extent, "expected a value; $_ is the remote itself");
        }

        object value = variables.Read(variable);
        List<FilterValue?> values = value is IEnumerable and not (string or IDictionary)
            ? [.. ((IEnumerable)value).Cast<object?>().Take(FilterLimits.MaxNodes + 1).Select(item => Simple(variable.Extent, item))]
            : [Simple(variable.Extent, value)];
        return values.Contains(null)
            ? throw source.Fault(variable.Extent, $"${variable.VariablePath.UserPath} holds something else than texts, numbers, $true and $false")
            : new BlockValue(values!, value is IEnumerable and not string);
    }

    private FilterValue? Simple(IScriptExtent extent, object? value) => source.Make(extent, () =>
        (value is PSObject wrapped ? wrapped.BaseObject : value) switch
        {
            string text => FilterValue.FromString(text),
            char character => FilterValue.FromString(character.ToString()),
            bool flag => FilterValue.FromBoolean(flag),
            Enum => null,
            sbyte or byte or short or ushort or int or uint or long => FilterValue.FromNumber(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
            ulong number => FilterValue.FromNumber(number.ToString(CultureInfo.InvariantCulture)),
            BigInteger number => FilterValue.FromNumber(number.ToString(CultureInfo.InvariantCulture)),
            decimal number => FilterValue.FromNumber(number),
            double number when double.IsFinite(number) => FilterValue.FromNumber(number),
            float number when float.IsFinite(number) => FilterValue.FromNumber(number.ToString("R", CultureInfo.InvariantCulture)),
            _ => null,
        });

    private static bool IsConstant(VariableExpressionAst variable) =>
        Is(variable, "null") || Is(variable, "true") || Is(variable, "false");

    private static bool Is(VariableExpressionAst variable, string name) =>
        !variable.Splatted && string.Equals(variable.VariablePath.UserPath, name, StringComparison.OrdinalIgnoreCase);
}
