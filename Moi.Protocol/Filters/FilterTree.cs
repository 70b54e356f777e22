using System.Globalization;

namespace Moi.Protocol.Filters;

/// <summary>The rules that a tree as a whole keeps.</summary>
internal static class FilterTree
{
    /// <summary>Throws when a node that is being made would stand on top of too large a tree.</summary>
    /// <exception cref="ArgumentException">The tree is too deep or has too many nodes.</exception>
    public static void Check(Filter root)
    {
        if (root.Depth > FilterLimits.MaxDepth)
        {
            throw new ArgumentException(TooDeep);
        }

        if (root.NodeCount > FilterLimits.MaxNodes)
        {
            throw new ArgumentException(TooLarge);
        }
    }

    public static string TooDeep { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"the filter is nested too deeply, at most {FilterLimits.MaxDepth} levels are allowed");

    public static string TooLarge { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"the filter is too large, at most {FilterLimits.MaxNodes} conditions and list values are allowed");
}
