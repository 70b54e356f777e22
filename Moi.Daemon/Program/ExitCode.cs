namespace Moi.Daemon.Program;

/// <summary>What moid's exit codes mean; a service manager acts on them.</summary>
internal static class ExitCode
{
    /// <summary>It was told to end, or to restart.</summary>
    public const int Done = 0;

    /// <summary>It cannot work: its store is in use, or a port is taken.</summary>
    public const int Failed = 1;

    /// <summary>Its configuration is wrong; starting it again will not help.</summary>
    public const int BadConfiguration = 78;
}
