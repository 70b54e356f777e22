using Moi.Daemon.Files;

namespace Moi.PowerShell.Fleet.Files;

/// <summary>
/// The files and folders below a folder that is sent. A link to a file in it is sent as that file; any other link would leave the folder, lead
/// round in circles or lead nowhere, and is refused.
/// </summary>
internal sealed class SourceTree
{
    private const int MostEntries = 100_000;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly string _root;
    private readonly List<string> _folders = [];
    private readonly List<SendPlan> _files = [];

    private SourceTree(string root)
    {
        _root = root;
    }

    /// <summary>All folders, by their paths below the destination, each behind the one it is in.</summary>
    public IReadOnlyList<string> Folders => _folders;

    /// <summary>All files.</summary>
    public IReadOnlyList<SendPlan> Files => _files;

    /// <summary>Looks through a folder.</summary>
    /// <param name="root">Its full path.</param>
    /// <exception cref="MoiException">Something in it cannot be sent; the message says what.</exception>
    public static SourceTree Read(string root)
    {
        SourceTree tree = new(Path.TrimEndingDirectorySeparator(root));
        string name = Path.GetFileName(tree._root);
        if (name.Length == 0)
        {
            throw new MoiException($"'{root}' has no name that it could have on a remote; name the folders in it.");
        }

        try
        {
            tree.Add(tree._root, name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MoiException($"'{root}' cannot be looked through: {e.Message}", e);
        }

        return tree;
    }

    private void Add(string folder, string below)
    {
        _folders.Add(below);
        foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", Everything).OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if (_folders.Count + _files.Count >= MostEntries)
            {
                throw new MoiException($"'{_root}' holds more than {MostEntries} files and folders; send an archive of it.");
            }

            if (entry.LinkTarget is not null)
            {
                RequireInside(entry);
            }

            if (entry is DirectoryInfo)
            {
                Add(entry.FullName, $"{below}/{entry.Name}");
            }
            else if (FileKind.IsRegular(entry.FullName))
            {
                _files.Add(new SendPlan(entry.FullName, below));
            }
            else
            {
                throw new MoiException($"'{entry.FullName}' is no file that holds data, but a pipe, a socket or a device; nothing was sent.");
            }
        }
    }

    private void RequireInside(FileSystemInfo link)
    {
        string? target = link.ResolveLinkTarget(returnFinalTarget: true)?.FullName;
        if (target is null || !File.Exists(target) || !target.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new MoiException(
                $"'{link.FullName}' is a link to '{link.LinkTarget}', which is no file in '{_root}': only links to files in the folder can be sent; nothing was sent.");
        }
    }
}
