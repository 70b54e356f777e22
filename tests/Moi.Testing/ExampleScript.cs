namespace Moi.Testing;

/// <summary>Finds the scripts in <c>examples/</c>.</summary>
public static class ExampleScript
{
    /// <summary>The full path of one.</summary>
    public static string Path(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string file = System.IO.Path.Combine(folder.FullName, "examples", name);
            if (File.Exists(file))
            {
                return file;
            }
        }

        throw new FileNotFoundException($"There is no examples/{name} above {AppContext.BaseDirectory}.");
    }
}
