namespace Moi.Protocol.Filters;

/// <summary>
/// How large a filter may be. Every <see cref="Filter"/> that exists keeps these limits, so whatever one end can build
/// the other end accepts, and a hostile filter costs a remote little.
/// </summary>
public static class FilterLimits
{
    /// <summary>The most nodes on the way from the root to a leaf, both included.</summary>
    public const int MaxDepth = 16;

    /// <summary>The most nodes in a tree, where each value in the list of an <c>in</c> counts as one more.</summary>
    public const int MaxNodes = 256;

    /// <summary>The most characters in a key path, dots included.</summary>
    public const int MaxKeyLength = 256;

    /// <summary>The most UTF-16 characters in a value or prefix.</summary>
    public const int MaxValueLength = 1024;

    /// <summary>
    /// The most UTF-16 characters in a wildcard pattern; fewer than in a value, since matching takes at worst the
    /// product of the lengths of pattern and text.
    /// </summary>
    public const int MaxPatternLength = 256;
}
