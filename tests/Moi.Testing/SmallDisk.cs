using System.Diagnostics;

namespace Moi.Testing;

/// <summary>A small disk of its own for one process and its children: a tmpfs in a mount namespace.</summary>
public static class SmallDisk
{
    /// <summary>Whether this user may have one here.</summary>
    public static bool IsAllowed { get; } = Try();

    /// <summary>The reason to give for a skipped test.</summary>
    public static string SkipReason => "Mount namespaces are not allowed here.";

    /// <summary>What starts a program for which a folder is a disk of that size; the program's command line follows.</summary>
    public static IReadOnlyList<string> Launcher(string folder, int megabytes) =>
        ["unshare", "--map-root-user", "--mount", "/bin/sh", "-c", $"mount -t tmpfs -o size={megabytes}m none \"$0\" && exec \"$@\"", folder];

    /// <summary>Where others find what such a process sees at a path.</summary>
    public static string SeenBy(int process, string path) => $"/proc/{process}/root{path}";

    private static bool Try()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/unshare"))
        {
            return false;
        }

        using Process attempt = Process.Start(new ProcessStartInfo("unshare", ["--map-root-user", "--mount", "true"]) { RedirectStandardError = true })!;
        attempt.WaitForExit();
        return attempt.ExitCode == 0;
    }
}
