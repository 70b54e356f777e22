namespace Moi.Daemon.Jobs;

/// <summary>What to run, and within which bounds. Kept as <c>spec.json</c> in the command's directory.</summary>
internal sealed record CommandSpec
{
    /// <summary>How much of a stream is kept when nobody says otherwise: 1 MiB.</summary>
    public const long DefaultOutputLimit = 1 << 20;

    /// <summary>The caller's name for this run; the command sees it as <c>MOI_COMMAND_ID</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The text given to <c>/bin/sh -c</c> as one argument.</summary>
    public required string Command { get; init; }

    /// <summary>Where the command runs. Must exist.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Variables set in addition to (or instead of) those of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What the command reads on its standard input; none means <c>/dev/null</c>.</summary>
    public byte[]? Stdin { get; init; }

    /// <summary>Seconds after which the command is killed with all its processes; none means never.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>Seconds between asking the processes to end (SIGTERM) and killing them.</summary>
    public double GraceSeconds { get; init; } = 2;

    /// <summary><see cref="GraceSeconds"/> as a time span.</summary>
    public TimeSpan Grace => TimeSpan.FromSeconds(Math.Min(GraceSeconds, int.MaxValue));

    /// <summary><see cref="TimeoutSeconds"/> as a time span.</summary>
    public TimeSpan? Timeout =>
        TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue)) : null;

    /// <summary>How many bytes of each stream are kept: its first and its last half.</summary>
    public long OutputLimitBytes { get; init; } = DefaultOutputLimit;

    /// <summary>Whether output and result are forced to the disk before the command counts as ended.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>
    /// Chosen anew for every run by <see cref="CommandHost.Start"/>. The command's processes carry it in their
    /// environment, and are found by it. The id would not do: remotes on one machine get the same request.
    /// </summary>
    public string Mark { get; init; } = "";

    /// <summary>Checks what the operating system would refuse in words nobody understands.</summary>
    /// <exception cref="ArgumentException">Something can't be run like this; the message says what.</exception>
    public void Check()
    {
        Refuse(Id.Contains('\0') || Command.Contains('\0'), "The command has a NUL character in its text or id.");
        Refuse(WorkingDirectory.Length == 0 || WorkingDirectory.Contains('\0'),
            "The command's working directory is empty or has a NUL character in it.");
        Refuse(TimeoutSeconds is { } timeout && !(timeout > 0 && double.IsFinite(timeout)),
            $"The command's timeout is {TimeoutSeconds} s; it must be above 0.");
        Refuse(!(GraceSeconds >= 0 && double.IsFinite(GraceSeconds)),
            $"The command's grace is {GraceSeconds} s; it must be 0 or more.");
        Refuse(OutputLimitBytes < 0, $"The command's output limit is {OutputLimitBytes} bytes; it must be 0 or more.");
        foreach ((string name, string value) in Environment)
        {
            Refuse(name.Length == 0 || name.Contains('=') || name.Contains('\0') || value.Contains('\0'),
                $"The environment variable '{name}' is not usable: it has no name, an '=' in its name or a NUL.");
        }
    }

    private static void Refuse(bool wrong, string message)
    {
        if (wrong)
        {
            throw new ArgumentException(message);
        }
    }
}
