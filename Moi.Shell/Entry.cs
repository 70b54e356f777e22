using Moi.Shell.Hosting;

namespace Moi.Shell;

/// <summary>From the command line to the exit code.</summary>
internal static class Entry
{
    /// <summary>Runs moi.</summary>
    /// <param name="args">The arguments of the process.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args)
    {
        Terminal terminal = new();
        try
        {
            ShellOptions options = CommandLine.Parse(args);
            switch (options.Task)
            {
                case ShellTask.Help:
                    terminal.Output.WriteLine(Texts.Help);
                    return ExitCode.Success;
                case ShellTask.Version:
                    terminal.Output.WriteLine($"Moi {Texts.Version}");
                    return ExitCode.Success;
                default:
                    return RunShell(terminal, options);
            }
        }
        catch (UsageException problem)
        {
            terminal.Error.WriteLine(problem.Message);
            return ExitCode.BadCommandLine;
        }
        catch (FileNotFoundException problem)
        {
            terminal.Error.WriteLine(problem.Message);
            return ExitCode.NotInitialised;
        }
    }

    private static int RunShell(Terminal terminal, ShellOptions options)
    {
        if (options.ReadStandardInput && terminal.InputIsTerminal)
        {
            throw new UsageException("moi: -Command - reads commands from standard input, but that is a terminal.");
        }

        if (options.Task == ShellTask.Script)
        {
            options = options with { ScriptPath = FindScript(options.ScriptPath) };
        }

        string module = ModuleLocator.Find(
            options.ModulePath ?? Environment.GetEnvironmentVariable("MOI_MODULE"), AppContext.BaseDirectory);
        using ShellRun run = new(terminal, options, module);
        return run.Run();
    }

    private static string FindScript(string path)
    {
        string full = Path.GetFullPath(path);
        if (!full.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase) || !File.Exists(full))
        {
            throw new UsageException($"moi: {path} is neither an option nor a .ps1 file that exists. See moi -Help.");
        }

        return full;
    }
}
