using System.Reflection;

namespace Moi.Daemon.Jobs;

/// <summary>How the separate runner of a command is started: the moid binary, told to be one.</summary>
/// <param name="File">The program's full path.</param>
/// <param name="Arguments">What comes before the runner's own arguments.</param>
public sealed record RunnerCommand(string File, IReadOnlyList<string> Arguments)
{
    /// <summary>The word that makes moid a runner.</summary>
    public const string Verb = "runner";

    /// <summary>
    /// The program this process is, if it is moid; null where moid's code is hosted by something else, which then runs
    /// commands in its own process.
    /// </summary>
    public static RunnerCommand? OfThisProcess()
    {
        if (Environment.ProcessPath is not { } file || Assembly.GetEntryAssembly() != typeof(RunnerCommand).Assembly)
        {
            return null;
        }

        // Under "dotnet moid.dll" the process is dotnet, and the first argument is the assembly.
        string assembly = Environment.GetCommandLineArgs()[0];
        return Path.GetFileName(file) == "dotnet"
            ? new RunnerCommand(file, [Path.GetFullPath(assembly), Verb])
            : new RunnerCommand(file, [Verb]);
    }
}
