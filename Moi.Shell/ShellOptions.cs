namespace Moi.Shell;

/// <summary>What moi was asked to do.</summary>
internal enum ShellTask
{
    /// <summary>Read commands from a prompt, or from redirected standard input.</summary>
    Prompt,

    /// <summary>Run the text of -Command.</summary>
    Command,

    /// <summary>Run the script of -File.</summary>
    Script,

    /// <summary>Print the help text.</summary>
    Help,

    /// <summary>Print the version.</summary>
    Version,
}

/// <summary>The command line, understood.</summary>
internal sealed record ShellOptions
{
    /// <summary>What to do.</summary>
    public ShellTask Task { get; init; } = ShellTask.Prompt;

    /// <summary>The text of -Command.</summary>
    public string Command { get; init; } = "";

    /// <summary>The path given to -File, as it was given.</summary>
    public string ScriptPath { get; init; } = "";

    /// <summary>The arguments after the path of -File.</summary>
    public IReadOnlyList<string> ScriptArguments { get; init; } = [];

    /// <summary>The path of -ModulePath, if given.</summary>
    public string? ModulePath { get; init; }

    /// <summary>Whether a demo fleet is started first and stopped at the end.</summary>
    public bool Demo { get; init; }

    /// <summary>Whether questions to the user are errors.</summary>
    public bool NonInteractive { get; init; }

    /// <summary>Whether the banner is left out.</summary>
    public bool NoLogo { get; init; }

    /// <summary>Whether commands must come from redirected standard input (<c>-Command -</c>).</summary>
    public bool ReadStandardInput { get; init; }
}
