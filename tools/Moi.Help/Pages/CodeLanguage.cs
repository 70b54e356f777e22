namespace Moi.Help.Pages;

/// <summary>What an example's block of code is, by the word behind its fence. A renderer shows the first two alike.</summary>
internal static class CodeLanguage
{
    /// <summary>Commands that the tests run on a demo fleet.</summary>
    public const string Run = "powershell";

    /// <summary>Commands that need something which a demo fleet has not, and that no test runs.</summary>
    public const string NotRun = "pwsh";

    /// <summary>What is shown.</summary>
    public const string Output = "Output";
}
