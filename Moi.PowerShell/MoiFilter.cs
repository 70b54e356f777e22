using System.Management.Automation;
using Moi.Protocol.Filters;

namespace Moi.PowerShell;

/// <summary>A condition on keys, as -Filter takes it: a text in the seed's forms. See about_Moi_Filters.</summary>
public sealed class MoiFilter
{
    /// <summary>Reads a text such as <c>addr=10.10.10.1#</c>.</summary>
    /// <exception cref="PSInvalidCastException">It is no filter; the message shows the spot.</exception>
    public MoiFilter(string text)
    {
        try
        {
            Tree = Protocol.Filters.Filter.Parse(text);
        }
        catch (FilterSyntaxException e)
        {
            throw new PSInvalidCastException(e.Message, e);
        }
    }

    internal Filter Tree { get; }

    /// <summary>The condition as text.</summary>
    public override string ToString() => Tree.ToString();
}
