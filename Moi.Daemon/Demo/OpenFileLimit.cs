using System.Globalization;
using Moi.Daemon.Jobs.Native;

namespace Moi.Daemon.Demo;

/// <summary>How many files and connections this process may have open.</summary>
internal static class OpenFileLimit
{
    /// <summary>Raises the limit where it is too low.</summary>
    /// <param name="needed">How many are needed.</param>
    /// <param name="who">Who needs them, to begin a sentence with.</param>
    /// <exception cref="IOException">This user may not have as many.</exception>
    public static void Require(int needed, string who)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        Libc.Checked(Libc.GetLimit(Constants.OpenFiles, out ResourceLimit limit), "The limit of open files cannot be read");
        if (limit.Current >= (nuint)needed)
        {
            return;
        }

        // Up to the maximum anybody may; beyond it, only who may raise that too.
        ResourceLimit raised = new((nuint)needed, limit.Maximum > (nuint)needed ? limit.Maximum : (nuint)needed);
        if (Libc.SetLimit(Constants.OpenFiles, raised) != 0)
        {
            throw new IOException(string.Create(
                CultureInfo.InvariantCulture,
                $"{who} needs {needed} open files and connections, and {limit.Maximum} are the most that are allowed here: start fewer, or raise the limit (ulimit -n {needed})."));
        }
    }
}
