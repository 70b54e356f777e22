namespace Moi.Daemon;

/// <summary>The version of this daemon: the key <c>moid</c>.</summary>
public static class DaemonVersion
{
    /// <summary>For example <c>0.2.0</c>.</summary>
    public static string Text { get; } =
        typeof(DaemonVersion).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
