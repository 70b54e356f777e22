using System.Globalization;
using System.Runtime.InteropServices;

namespace Moi.Shell;

/// <summary>
/// The native commands that this process runs. The engine does not end one that has the terminal, because Ctrl+C there
/// reaches it as well; a signal sent to this process alone does not.
/// </summary>
internal static partial class NativeCommands
{
    private const int SigTerm = 15;

    /// <summary>Sends SIGTERM to each child of this process. Does nothing where there is no /proc.</summary>
    public static void Terminate()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int process)
                && TryReadParent(folder, out int parent)
                && parent == Environment.ProcessId)
            {
                // A child that has just ended waits to be reaped, and its number with it: no other can be hit.
                _ = Kill(process, SigTerm);
            }
        }
    }

    private static bool TryReadParent(string folder, out int parent)
    {
        parent = 0;
        try
        {
            // "12 (name) S 7 ...": the name may hold anything, the parent is the second field after its last bracket.
            string status = File.ReadAllText(Path.Combine(folder, "stat"));
            string[] fields = status[(status.LastIndexOf(')') + 2)..].Split(' ', 3);
            return int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out parent);
        }
        catch (IOException)
        {
            // It has ended since the folder was listed.
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
