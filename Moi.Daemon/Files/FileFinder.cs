using System.Text;
using Moi.Daemon.Verbs;
using Moi.Protocol.Filters;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Files;

/// <summary>Finds files by their path, whose parts may have wildcards. No shell is asked.</summary>
internal static class FileFinder
{
    private const int MostFiles = 1000;
    private const int MostBytes = 256 * 1024;
    private const int MostLookedAt = 100_000;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>The one file that a path names.</summary>
    /// <exception cref="VerbException">There is none.</exception>
    public static string One(string path)
    {
        string full = Path.GetFullPath(path);
        if (FileKind.IsRegular(full))
        {
            return full;
        }

        throw new VerbException(
            FaultCode.NoSuchFile,
            Directory.Exists(full) ? $"'{full}' is a folder: name the files in it, such as '{full.TrimEnd('/')}/*'."
            : File.Exists(full) ? $"'{full}' is no file that holds data, but a pipe, a socket or a device."
            : $"There is no file '{full}'.");
    }

    /// <summary>The files that a path means, in the order of their paths; none where wildcards match none.</summary>
    /// <exception cref="VerbException">A path without wildcards names no file; a pattern is none; or there are too many.</exception>
    public static IReadOnlyList<FoundFile> Find(string path, CancellationToken cancellationToken)
    {
        if (!HasWildcards(path) || FileKind.IsRegular(path))
        {
            return [Described(One(path))];
        }

        string full = Path.GetFullPath(path);
        string root = Path.GetPathRoot(full)!;
        int lookedAt = 0;
        List<string> folders = [root];
        string[] parts = full[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        foreach (string part in parts[..^1])
        {
            folders = [.. folders.SelectMany(folder => Match(folder, part, ref lookedAt, cancellationToken)).Where(Directory.Exists)];
        }

        List<FoundFile> files = [];
        int bytes = 0;
        foreach (string file in folders.SelectMany(folder => Match(folder, parts[^1], ref lookedAt, cancellationToken)).Where(FileKind.IsRegular))
        {
            bytes += Encoding.UTF8.GetByteCount(file);
            if (files.Count == MostFiles || bytes > MostBytes)
            {
                throw new VerbException(FaultCode.TooManyFiles, $"More than {files.Count} files match '{path}'; ask for fewer at a time.");
            }

            files.Add(Described(file));
        }

        files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return files;
    }

    private static bool HasWildcards(string path) => path.AsSpan().IndexOfAny('*', '?', '[') >= 0;

    /// <summary>What in a folder matches one part of a path.</summary>
    private static List<string> Match(string folder, string part, ref int lookedAt, CancellationToken cancellationToken)
    {
        if (!HasWildcards(part))
        {
            return [Path.Combine(folder, part)];
        }

        LikePattern pattern = PatternOf(part);
        List<string> matching = [];
        try
        {
            foreach (string entry in Directory.EnumerateFileSystemEntries(folder, "*", Everything))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (++lookedAt > MostLookedAt)
                {
                    throw new VerbException(FaultCode.TooManyFiles, $"More than {MostLookedAt} files would have to be looked at; ask for fewer at a time.");
                }

                string name = Path.GetFileName(entry);
                if ((name[0] != '.' || part[0] == '.') && pattern.IsMatch(name, ignoreCase: false))
                {
                    matching.Add(entry);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As in a shell: what cannot be looked into, or is gone, holds nothing that matches.
        }

        return matching;
    }

    private static LikePattern PatternOf(string part)
    {
        try
        {
            return LikePattern.Parse(part);
        }
        catch (FormatException e)
        {
            throw new VerbException(FaultCode.BadRequest, e.Message);
        }
    }

    private static FoundFile Described(string path) => new(path, new FileInfo(path).Length);
}
