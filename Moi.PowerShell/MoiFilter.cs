using System.Management.Automation;
using Moi.PowerShell.Filters;
using Moi.Protocol.Filters;

namespace Moi.PowerShell;

/// <summary>
/// A condition on keys, as -Filter takes it: a text in the seed's forms, or a script block of comparisons, which is
/// translated and never executed.
/// </summary>
public sealed class MoiFilter
{
    /// <summary>Reads a text such as <c>addr=10.10.10.1#</c>.</summary>
    /// <exception cref="PSInvalidCastException">It is no filter; the message shows the spot.</exception>
    public MoiFilter(string text)
        : this(() => Filter.Parse(text))
    {
    }

    /// <summary>
    /// Translates a block such as <c>{ $_.arch -eq 'arm64' -and $_.name -like 'gate*' }</c>. Its variables can be read where
    /// it was made in a module, or by -Filter.
    /// </summary>
    /// <exception cref="PSInvalidCastException">It is no filter; the message shows the spot.</exception>
    public MoiFilter(ScriptBlock block)
        : this(() => BlockTranslator.Translate(block, caller: null))
    {
    }

    internal MoiFilter(ScriptBlock block, SessionState caller)
        : this(() => BlockTranslator.Translate(block, caller))
    {
    }

    private MoiFilter(Func<Filter> read)
    {
        try
        {
            Tree = read();
        }
        catch (BlockFaultException e)
        {
            throw new PSInvalidCastException(e.Message, e);
        }
        catch (FilterSyntaxException e)
        {
            throw new PSInvalidCastException(e.Message, e);
        }
    }

    internal MoiFilter(Filter tree)
        : this(() => tree)
    {
    }

    internal Filter Tree { get; }

    /// <summary>The condition as text.</summary>
    public override string ToString() => Tree.ToString();
}
