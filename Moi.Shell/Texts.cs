using System.Reflection;

namespace Moi.Shell;

/// <summary>The texts that moi itself prints.</summary>
internal static class Texts
{
    /// <summary>The answer to -Help.</summary>
    public const string Help =
        """
        moi: a small PowerShell shell with the Moi module, for machines that have the .NET SDK and no pwsh.

        moi [options]                        a prompt; with redirected standard input, the commands in it
        moi [options] -Command TEXT...       runs the text, which is all that follows, joined by spaces; - reads stdin
        moi [options] -File SCRIPT [args]    runs a .ps1 script with its arguments; -File may be left out

          -Demo               starts an embedded broker with four remotes first, and stops them at the end
          -ModulePath PATH    the Moi module to import: its folder or Moi.psd1 (also: environment MOI_MODULE)
          -NonInteractive     questions are errors
          -NoLogo             no banner
          -NoProfile          accepted as in pwsh; this shell never loads a profile
          -Version, -Help

        Exit codes are pwsh's: N after exit N; else 1 after a terminating error or, with -Command, when the last
        command failed; else 0. 64: bad command line. 70: no module. 129, 130, 143: ended by SIGHUP, Ctrl+C, SIGTERM.
        """;

    /// <summary>The version of moi.</summary>
    public static string Version
        => typeof(Texts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];

    /// <summary>What an interactive session begins with.</summary>
    /// <param name="engine">The version of the PowerShell engine.</param>
    /// <returns>Two lines.</returns>
    public static string Banner(Version engine)
        => $"""
            Moi {Version} on the engine of PowerShell {engine.ToString(3)}. Leave with exit or Ctrl+D.
            Only pwsh has Select-, Sort-, Format-*, ConvertTo-Json, Get-Content ...; no profile is loaded here.
            """;
}
