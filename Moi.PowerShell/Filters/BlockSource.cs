using System.Management.Automation.Language;
using Moi.Protocol.Filters;

namespace Moi.PowerShell.Filters;

/// <summary>The text of a block, in which faults are shown.</summary>
internal sealed class BlockSource(IScriptExtent block)
{
    private const int LongestQuoted = 40;

    /// <summary>What is wrong with a part of the block.</summary>
    /// <param name="part">The part.</param>
    /// <param name="expected">What was expected there and what to do: a phrase without a full stop.</param>
    public BlockFaultException Fault(IScriptExtent part, string expected)
    {
        int position = Math.Clamp(part.StartOffset - block.StartOffset, 0, block.Text.Length);
        string where = part.Text.Length is > 0 and <= LongestQuoted ? $"'{part.Text}': " : string.Empty;
        FilterSyntaxException fault = new(block.Text, position, where + expected);
        return new BlockFaultException($"{fault.Message}\n{fault.CaretLines}");
    }

    /// <summary>Makes a part of the filter, whose own complaint becomes a fault of that part of the block.</summary>
    public T Make<T>(IScriptExtent part, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw Fault(part, e.Message.TrimEnd('.'));
        }
    }
}
