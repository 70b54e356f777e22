using Markdig.Syntax;

namespace Moi.Help.Pages;

/// <summary>A heading, what stands below it, and the sections in it.</summary>
/// <param name="File">The page it is on.</param>
/// <param name="Level">The heading's level, from 1.</param>
/// <param name="Title">The heading's text.</param>
/// <param name="Line">The heading's line, from 1.</param>
/// <param name="Blocks">What stands between the heading and the next one.</param>
/// <param name="Sections">The sections of the next level.</param>
internal sealed record Section(
    string File, int Level, string Title, int Line, IReadOnlyList<Block> Blocks, IReadOnlyList<Section> Sections)
{
    /// <summary>What is wrong here.</summary>
    public HelpPageException Wrong(string what) => new(File, Line, what);

    /// <summary>What is wrong with one of its blocks.</summary>
    public HelpPageException Wrong(Block block, string what) => new(File, block.Line + 1, what);

    /// <summary>The text below the heading.</summary>
    /// <exception cref="HelpPageException">Something else than text stands there.</exception>
    public Prose Prose() => Pages.Prose.Of(this, Blocks);
}
