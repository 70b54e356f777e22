using System.Management.Automation.Language;
using Moi.Protocol.Filters;

namespace Moi.PowerShell.Filters;

/// <summary>
/// Translates barewords: <c>{ arch -eq 'arm64' -and online }</c>, which PowerShell takes for the command <c>arch</c> with
/// parameters.
/// </summary>
internal sealed class BlockCommand(
    BlockTranslator translator, BlockSource source, BlockKeys keys, BlockComparison comparison, CommandAst command)
{
    private int _next;

    private CommandElementAst? Next => _next < command.CommandElements.Count ? command.CommandElements[_next] : null;

    /// <summary>The condition that all elements say.</summary>
    public Filter Translate()
    {
        if (command.InvocationOperator != TokenKind.Unknown)
        {
            throw source.Fault(command.Extent, "a filter runs no command");
        }

        Filter left = Term();
        while (Next is not null)
        {
            bool isAnd = TakeJoin() ?? throw source.Fault(Next.Extent, "expected -and, -or, or an operator with a value");
            List<Filter> conditions = [left, Term()];
            while (PeekJoin() == isAnd)
            {
                _next++;
                conditions.Add(Term());
            }

            left = translator.Join(command.Extent, isAnd, conditions);
        }

        return left;
    }

    private Filter Term()
    {
        CommandElementAst element = Take("a key");
        switch (element)
        {
            case CommandParameterAst { Argument: null } not when Is(not, "not"):
                return translator.Not(not.Extent, Term());
            case ParenExpressionAst:
                return translator.Condition(element);
        }

        KeyPath key = element is StringConstantExpressionAst { StringConstantType: StringConstantType.BareWord } bareword
            ? keys.Read(bareword.Extent, bareword.Value)
            : keys.Find(element) ?? throw source.Fault(element.Extent, "expected a key");
        if (Next is not CommandParameterAst parameter || PeekJoin() is not null)
        {
            return new ExistsFilter(key);
        }

        BlockOperator used = BlockOperator.Find(parameter.ParameterName)
            ?? throw source.Fault(parameter.Extent, $"the operators here are {BlockOperator.All}");
        if (parameter.Argument is not null)
        {
            throw source.Fault(parameter.Argument.Extent, "expected a blank between operator and value");
        }

        _next++;
        return comparison.Make(command.Extent, key, used, Take($"a value after -{parameter.ParameterName}"));
    }

    private CommandElementAst Take(string expected)
    {
        if (Next is not { } element)
        {
            throw source.Fault(command.CommandElements[^1].Extent, $"expected {expected} after this");
        }

        _next++;
        return element;
    }

    /// <summary>True for -and, false for -or, null for anything else.</summary>
    private bool? PeekJoin() => Next is CommandParameterAst { Argument: null } parameter
        ? Is(parameter, "and") ? true : Is(parameter, "or") ? false : null
        : null;

    private bool? TakeJoin()
    {
        bool? isAnd = PeekJoin();
        _next += isAnd is null ? 0 : 1;
        return isAnd;
    }

    private static bool Is(CommandParameterAst parameter, string name) =>
        string.Equals(parameter.ParameterName, name, StringComparison.OrdinalIgnoreCase);
}
