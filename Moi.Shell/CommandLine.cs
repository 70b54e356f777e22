namespace Moi.Shell;

/// <summary>Reads the command line by pwsh's rules: one dash or two, any case, pwsh's abbreviations.</summary>
internal static class CommandLine
{
    private static readonly Option[] Options =
    [
        new("Command", "c"), new("File", "f"), new("ModulePath", "mod"), new("Demo", "d"), new("Help", "h"),
        new("?", "?"), new("Version", "v"), new("NoProfile", "nop"), new("NoLogo", "nol"),
        new("NonInteractive", "noni"),
    ];

    /// <summary>Understands a command line.</summary>
    /// <param name="args">The arguments of the process.</param>
    /// <returns>What was asked for.</returns>
    /// <exception cref="UsageException">An unknown option, or one without its value.</exception>
    public static ShellOptions Parse(IReadOnlyList<string> args)
    {
        ShellOptions options = new();
        for (int i = 0; i < args.Count; i++)
        {
            if (!IsOption(args[i]))
            {
                return WithScript(options, args, i);
            }

            switch (FindOption(args[i]))
            {
                case "Command":
                    return WithCommand(options, args, i + 1);
                case "File":
                    return WithScript(options, args, i + 1);
                case "Help" or "?":
                    return options with { Task = ShellTask.Help };
                case "Version":
                    return options with { Task = ShellTask.Version };
                case "ModulePath":
                    options = options with { ModulePath = ValueAfter(args, i++) };
                    break;
                case "Demo":
                    options = options with { Demo = true };
                    break;
                case "NoLogo":
                    options = options with { NoLogo = true };
                    break;
                case "NonInteractive":
                    options = options with { NonInteractive = true };
                    break;
                case "NoProfile":
                    // This host loads no profile in any case.
                    break;
                default:
                    throw new UsageException($"moi: there is no option {args[i]}. See moi -Help.");
            }
        }

        return options;
    }

    private static ShellOptions WithCommand(ShellOptions options, IReadOnlyList<string> args, int start)
    {
        if (start >= args.Count)
        {
            throw new UsageException("moi: -Command needs the text of a command after it.");
        }

        return args.Count == start + 1 && args[start] == "-"
            ? options with { ReadStandardInput = true }
            : options with { Task = ShellTask.Command, Command = string.Join(' ', args.Skip(start)) };
    }

    private static ShellOptions WithScript(ShellOptions options, IReadOnlyList<string> args, int start)
    {
        if (start >= args.Count)
        {
            throw new UsageException("moi: -File needs the path of a script after it.");
        }

        return options with
        {
            Task = ShellTask.Script,
            ScriptPath = args[start],
            ScriptArguments = [.. args.Skip(start + 1)],
        };
    }

    private static bool IsOption(string arg) => arg.Length > 1 && arg[0] == '-';

    private static string? FindOption(string arg)
    {
        string name = arg.StartsWith("--", StringComparison.Ordinal) ? arg[2..] : arg[1..];
        return Array.Find(Options, option => option.Matches(name))?.Name;
    }

    private static string ValueAfter(IReadOnlyList<string> args, int index)
        => index + 1 < args.Count
            ? args[index + 1]
            : throw new UsageException($"moi: {args[index]} needs a path after it.");

    /// <summary>An option and the shortest beginning of its name that stands for it.</summary>
    private sealed record Option(string Name, string Shortest)
    {
        public bool Matches(string name)
            => name.Length >= Shortest.Length && Name.StartsWith(name, StringComparison.OrdinalIgnoreCase);
    }
}
