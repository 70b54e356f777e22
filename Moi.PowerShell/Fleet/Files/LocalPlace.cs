using Moi.Daemon.Files;

namespace Moi.PowerShell.Fleet.Files;

/// <summary>Where fetched files go on this machine, as a person said it: a folder, or a file's name with or without <see cref="PullPattern"/>.</summary>
internal sealed class LocalPlace
{
    private readonly string _base;
    private readonly IReadOnlyList<string> _parts;
    private readonly bool _isFolder;
    private readonly string _prefix;
    private readonly long _time;

    private LocalPlace(string @base, IReadOnlyList<string> parts, bool isFolder, string prefix, long time)
    {
        _base = @base;
        _parts = parts;
        _isFolder = isFolder;
        _prefix = prefix;
        _time = time;
    }

    /// <summary>Reads a place.</summary>
    /// <param name="text">What was said.</param>
    /// <param name="resolve">Makes a full path of a path without patterns.</param>
    /// <param name="prefix">The pattern of what is put before the name of a file that goes into a folder.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="MoiException">The pattern means nothing, or the folder is not there.</exception>
    public static LocalPlace Parse(string text, Func<string, string> resolve, string prefix, DateTimeOffset now)
    {
        if (PullPattern.FindProblem(text) is { } problem)
        {
            throw new MoiException(problem);
        }

        char[] separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];
        string[] parts = text.Split(separators);
        int literal = Array.FindIndex(parts, part => part.Contains('%', StringComparison.Ordinal));
        bool endsAsFolder = parts[^1].Length == 0;
        string[] patterns = literal < 0 ? [] : [.. parts[literal..].Where(part => part.Length > 0)];

        // Only what comes before the first pattern is looked up: the folder it leads to may have per cent signs in its own name.
        int length = literal < 0 ? text.Length : parts[..literal].Sum(part => part.Length + 1);
        string head = text[..length];
        string @base = Path.TrimEndingDirectorySeparator(resolve(head.Length == 0 ? "." : head));
        bool isFolder = endsAsFolder || (literal < 0 && Directory.Exists(@base));
        LocalPlace place = new(@base, patterns, isFolder, prefix, now.ToUnixTimeSeconds());
        place.RequireFolder(text);
        return place;
    }

    /// <summary>The same place as a full path with patterns, which is read alike wherever it is read.</summary>
    public string Text => Path.Combine([_base.Replace("%", "%%", StringComparison.Ordinal), .. _parts]) + (_isFolder ? Path.DirectorySeparatorChar.ToString() : string.Empty);

    /// <summary>Where a file of a remote goes.</summary>
    /// <returns>The full path, and whether the folder it is in may be made, because it is the remote's own.</returns>
    /// <exception cref="MoiException">It cannot have a place; the message says why.</exception>
    public (string Path, bool MakesFolder) Of(string name, string address, string fileName)
    {
        List<string> parts = [.. _parts.Select(part => SafeFileName.Whole(PullPattern.Expand(part, name, address, _time)))];
        if (_isFolder)
        {
            parts.Add(SafeFileName.Whole(PullPattern.Expand(_prefix, name, address, _time) + SafeFileName.PartOf(fileName)));
        }

        if (parts.Find(SafeFileName.IsTooLong) is { } tooLong)
        {
            throw new MoiException($"its name here, '{SafeFileName.PartOf(tooLong[..40])}...', would be longer than 255 bytes");
        }

        string path = Path.Combine([_base, .. parts]);
        string folder = Path.GetDirectoryName(path) ?? path;
        bool makesFolder = FolderPattern is { } pattern && PullPattern.HasValues(pattern);
        return Directory.Exists(path) ? throw new MoiException($"'{path}' is a folder: end the destination with '/' to put files into it")
            : File.Exists(path) && !FileKind.IsRegular(path) ? throw new MoiException($"'{path}' is a pipe, a socket or a device, which no file replaces")
            : Directory.Exists(folder) || (makesFolder && Directory.Exists(Path.GetDirectoryName(folder))) ? (path, makesFolder)
            : throw new MoiException($"there is no folder '{folder}'");
    }

    /// <summary>The pattern of the last folder; null where that is named without one.</summary>
    private string? FolderPattern => (_parts, _isFolder) switch
    {
        ([.., string last], true) => last,
        ([.., string last, _], false) => last,
        _ => null,
    };

    /// <summary>A folder that is the same for all must be there.</summary>
    private void RequireFolder(string text)
    {
        string? folder = _parts.Count == 0 && !_isFolder ? Path.GetDirectoryName(_base) : _base;
        if (folder is not null && !Directory.Exists(folder))
        {
            throw new MoiException($"There is no folder '{folder}' for '{text}'; make it first.");
        }
    }
}
