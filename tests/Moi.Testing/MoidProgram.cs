namespace Moi.Testing;

/// <summary>Finds the moid that was built with the tests.</summary>
public static class MoidProgram
{
    /// <summary>The program's full path.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        // tests/SUITE/bin/CONFIGURATION/FRAMEWORK
        DirectoryInfo framework = new(AppContext.BaseDirectory.TrimEnd(System.IO.Path.DirectorySeparatorChar));
        string configuration = framework.Parent!.Name;
        for (DirectoryInfo? folder = framework; folder is not null; folder = folder.Parent)
        {
            string program = System.IO.Path.Combine(folder.FullName, "Moi.Daemon", "bin", configuration, "net10.0", "moid");
            if (File.Exists(program))
            {
                return program;
            }
        }

        throw new FileNotFoundException($"There is no moid built as {configuration} above {framework.FullName}; build Moi.Daemon.");
    }
}
