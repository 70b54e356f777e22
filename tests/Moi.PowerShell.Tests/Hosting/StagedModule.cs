namespace Moi.PowerShell.Tests.Hosting;

/// <summary>Finds the module that the build staged.</summary>
internal static class StagedModule
{
    /// <summary>The full path of its manifest.</summary>
    public static string Manifest { get; } = Find();

    /// <summary>The folder it lies in.</summary>
    public static string Folder => Path.GetDirectoryName(Manifest)!;

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string manifest = Path.Combine(folder.FullName, "out", "Moi", "Moi.psd1");
            if (File.Exists(manifest))
            {
                return manifest;
            }
        }

        throw new FileNotFoundException($"No module is staged at out/Moi above {AppContext.BaseDirectory}; build Moi.PowerShell.");
    }
}
