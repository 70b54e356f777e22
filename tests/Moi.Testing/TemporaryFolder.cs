namespace Moi.Testing;

/// <summary>A folder of one test, deleted with everything in it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Makes the folder, readable by this user only.</summary>
    public TemporaryFolder()
    {
        Path = Directory.CreateTempSubdirectory("moi-test-").FullName;
    }

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>The full path of something in it, which need not exist.</summary>
    public string this[params string[] parts] => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Writes a text file into it.</summary>
    /// <returns>The full path.</returns>
    public string Write(string name, string text)
    {
        string file = this[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The test deleted it itself.
        }
    }
}
