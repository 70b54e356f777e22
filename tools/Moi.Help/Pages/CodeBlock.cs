using Markdig.Syntax;

namespace Moi.Help.Pages;

/// <summary>A block of code.</summary>
/// <param name="Language">The word behind its opening fence: <see cref="Run"/>, <see cref="NotRun"/> or <see cref="Output"/>.</param>
/// <param name="Text">Its lines.</param>
internal sealed record CodeBlock(string Language, string Text)
{
    /// <summary>Commands that the tests run on a demo fleet.</summary>
    public const string Run = "powershell";

    /// <summary>Commands that need something which a demo fleet has not, and that no test runs. Renderers show them like the others.</summary>
    public const string NotRun = "pwsh";

    /// <summary>What is shown.</summary>
    public const string Output = "Output";

    /// <summary>Reads one.</summary>
    /// <exception cref="HelpPageException">Its fence does not say what it is.</exception>
    public static CodeBlock Of(Section section, FencedCodeBlock block) => block.Info is Run or NotRun or Output
        ? new CodeBlock(block.Info, TextOf(block))
        : throw section.Wrong(block, $"a block of code is {Run}, {NotRun} or {Output}, not '{block.Info}'");

    /// <summary>The lines of a block.</summary>
    public static string TextOf(FencedCodeBlock block) => string.Join('\n', Pairs.Lines(block).Select(line => line.Text));
}
