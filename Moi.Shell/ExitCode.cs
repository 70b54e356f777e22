namespace Moi.Shell;

/// <summary>The exit codes of moi: pwsh's own, and the shells' 128 + signal number where a signal ended it.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>The last command failed, or a terminating error ended the run.</summary>
    public const int Failed = 1;

    /// <summary>The command line could not be understood.</summary>
    public const int BadCommandLine = 64;

    /// <summary>The module could not be found or imported.</summary>
    public const int NotInitialised = 70;

    /// <summary>SIGHUP: the terminal went away.</summary>
    public const int HungUp = 129;

    /// <summary>SIGINT, or Ctrl+C, while there was no prompt to return to.</summary>
    public const int Interrupted = 130;

    /// <summary>SIGTERM.</summary>
    public const int Terminated = 143;
}
