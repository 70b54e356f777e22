namespace Moi.Help;

/// <summary>A page is not of the form that help is made from.</summary>
/// <param name="file">The page.</param>
/// <param name="line">The line, from 1.</param>
/// <param name="what">What is wrong there, and what should stand there.</param>
internal sealed class HelpPageException(string file, int line, string what) : Exception($"{file}({line}): {what}")
{
    /// <summary>The line, from 1.</summary>
    public int Line { get; } = line;
}
