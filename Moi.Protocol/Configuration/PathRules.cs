namespace Moi.Protocol.Configuration;

/// <summary>What a path in a configuration file is relative to.</summary>
/// <param name="Folder">Full path of the folder a relative path begins in.</param>
/// <param name="Home">Full path of the folder that <c>~</c> stands for; null if there is none.</param>
public sealed record PathRules(string Folder, string? Home)
{
    /// <summary>The rules for a file: relative paths begin in its own folder.</summary>
    /// <param name="file">Full path of the configuration file.</param>
    /// <param name="home">Full path of the folder that <c>~</c> stands for; null if there is none.</param>
    public static PathRules For(string file, string? home) => new(Path.GetDirectoryName(file) ?? file, home);

    /// <summary>Makes a path full; a leading <c>~</c> or <c>~/</c> is the home.</summary>
    /// <param name="path">A path as the file has it, not empty.</param>
    /// <returns>The full path, or null if it begins in a home that there is not.</returns>
    public string? Resolve(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        bool fromHome = path[0] == '~' && (path.Length == 1 || path[1] == '/' || path[1] == Path.DirectorySeparatorChar);
        return fromHome
            ? Home is null ? null : Path.GetFullPath(Path.Join(Home, path.AsSpan(1)))
            : Path.GetFullPath(path, Folder);
    }
}
