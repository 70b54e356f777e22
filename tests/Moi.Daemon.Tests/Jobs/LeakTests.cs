using System.Diagnostics;
using System.Runtime.Versioning;

using Moi.Daemon.Jobs;

namespace Moi.Daemon.Tests.Jobs;

/// <summary>Counts what belongs to the whole process, and so runs alone.</summary>
[CollectionDefinition(nameof(LeakTests), DisableParallelization = true)]
[Collection(nameof(LeakTests))]
[SupportedOSPlatform("linux")]
public sealed class LeakTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Theory]
    [InlineData(Host.Here, 100)]
    [InlineData(Host.Apart, 20)]
    public async Task Many_short_runs_leave_no_descriptors_threads_or_zombies(Host host, int runs)
    {
        await _workplace.RunAsync("true", host);
        int descriptors = Descriptors();

        for (int i = 0; i < runs; i++)
        {
            (CommandResult result, string stdout, _) = await _workplace.RunAsync($"echo {i}", host);
            Assert.Equal((0, $"{i}\n"), (result.ExitCode, stdout));
        }

        await Workplace.Eventually(() => Descriptors() <= descriptors);
        await Workplace.Eventually(() => !ThreadNames().Any(name => name.StartsWith("moi ", StringComparison.Ordinal)));
        Assert.DoesNotContain(ProcessEntry.All().Entries, entry => entry.Parent == Environment.ProcessId && entry.Dead);
    }

    private static int Descriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static IEnumerable<string> ThreadNames()
    {
        foreach (string path in Directory.GetDirectories("/proc/self/task"))
        {
            string name;
            try
            {
                name = File.ReadAllText(Path.Combine(path, "comm"));
            }
            catch (IOException)
            {
                continue; // It has ended meanwhile.
            }

            yield return name;
        }
    }
}
