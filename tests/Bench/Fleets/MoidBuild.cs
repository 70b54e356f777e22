using System.Diagnostics;

namespace Moi.Bench.Fleets;

/// <summary>The moid that is measured.</summary>
/// <param name="Path">The program.</param>
/// <param name="IsNative">Whether it is compiled ahead of time, as devices get it.</param>
internal sealed record MoidBuild(string Path, bool IsNative)
{
    private static readonly string Root = FindRoot();

    /// <summary>The module as it is staged.</summary>
    public static string ModuleManifest => System.IO.Path.Combine(Root, "out", "Moi", "Moi.psd1");

    /// <summary>What it is, in words.</summary>
    public string Description => IsNative ? "moid native" : "moid framework-dependent (no clang here)";

    /// <summary>Compiles the native one, where that can be done; else takes the one that was built with the bench.</summary>
    public static async Task<MoidBuild> MakeAsync(CancellationToken cancel)
    {
        string folder = System.IO.Path.Combine(Root, "out", "bench-moid");
        if (HasCompiler)
        {
            await Console.Error.WriteLineAsync("Compiling the native moid.");
            using Process publish = Process.Start(new ProcessStartInfo(
                "dotnet",
                ["publish", System.IO.Path.Combine(Root, "Moi.Daemon"), "-c", "Release", "-r", "linux-x64", "-o", folder, "-nologo", "-v", "q"])
            {
                RedirectStandardOutput = true,
            })!;
            string said = await publish.StandardOutput.ReadToEndAsync(cancel);
            await publish.WaitForExitAsync(cancel);
            return publish.ExitCode == 0
                ? new MoidBuild(System.IO.Path.Combine(folder, "moid"), IsNative: true)
                : throw new InvalidOperationException($"The native moid could not be compiled:\n{said}");
        }

        return new MoidBuild(Moi.Testing.MoidProgram.Path, IsNative: false);
    }

    private static bool HasCompiler => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(System.IO.Path.PathSeparator)
        .Any(folder => File.Exists(System.IO.Path.Combine(folder, "clang")));

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Moi.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The bench must run where it was built.");
    }
}
