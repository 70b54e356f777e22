namespace Moi.Daemon.Tests.Trust;

/// <summary>The files of examples/.</summary>
internal static class ExampleFiles
{
    /// <summary>The text of one.</summary>
    public static string Read(params string[] parts)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string file = Path.Combine([folder.FullName, "examples", .. parts]);
            if (File.Exists(file))
            {
                return File.ReadAllText(file);
            }
        }

        throw new FileNotFoundException($"There is no examples/{string.Join('/', parts)} above {AppContext.BaseDirectory}.");
    }
}
