using System.Management.Automation;
using Moi.PowerShell.Fleet.Files;

namespace Moi.PowerShell.Commands;

/// <summary>What a command sends, found before anything is sent.</summary>
/// <param name="Roots">The full paths that were said.</param>
/// <param name="Files">All files.</param>
/// <param name="Folders">All folders of the trees, by their paths below the destination.</param>
internal sealed record FileSources(IReadOnlyList<string> Roots, IReadOnlyList<SendPlan> Files, IReadOnlyList<string> Folders)
{
    /// <summary>Finds it.</summary>
    /// <param name="command">Whose folder and drives count.</param>
    /// <param name="piped">Full paths of files that were piped.</param>
    /// <param name="patterns">Paths that may have wildcards.</param>
    /// <param name="literals">Paths that are taken as they are.</param>
    /// <param name="recurse">Whether folders are sent too.</param>
    /// <exception cref="FileSourceException">Something is not there, is a folder, cannot be sent, or would get the place of another.</exception>
    public static FileSources Find(PSCmdlet command, IEnumerable<string> piped, string[]? patterns, string[]? literals, bool recurse)
    {
        List<string> roots =
        [
            .. piped
                .Concat((patterns ?? []).SelectMany(pattern => Matching(command, pattern, recurse)))
                .Concat((literals ?? []).Select(literal => Resolve(command, literal)))
                .Distinct(StringComparer.Ordinal),
        ];
        List<SendPlan> files = [];
        List<string> folders = [];
        foreach (string root in roots)
        {
            if (!Directory.Exists(root))
            {
                files.Add(File.Exists(root) ? new SendPlan(root, string.Empty) : throw new FileSourceException("NoFile", $"There is no file '{root}'.", root));
                continue;
            }

            SourceTree tree = recurse
                ? Tree(root)
                : throw new FileSourceException("NoFile", $"'{root}' is a folder: -Recurse sends it with all that is in it, or name the files in it.", root);
            files.AddRange(tree.Files);
            folders.AddRange(tree.Folders);
        }

        return files.Select(file => file.Place).Concat(folders).GroupBy(place => place, StringComparer.Ordinal).FirstOrDefault(same => same.Skip(1).Any()) is { } clash
            ? throw new FileSourceException("SameName", $"Several files are called '{clash.Key}'; each would replace the one before.", clash.Key)
            : new FileSources(roots, files, folders);
    }

    private static IEnumerable<string> Matching(PSCmdlet command, string pattern, bool recurse) => WildcardPattern.ContainsWildcardCharacters(pattern)
        ? command.SessionState.Path.GetResolvedProviderPathFromPSPath(pattern, out _).Where(path => recurse || !Directory.Exists(path))
        : [Resolve(command, pattern)];

    private static string Resolve(PSCmdlet command, string path)
    {
        try
        {
            return Path.TrimEndingDirectorySeparator(LocalPath.Resolve(command, path));
        }
        catch (MoiException e)
        {
            throw new FileSourceException("NoFile", e.Message, path);
        }
    }

    private static SourceTree Tree(string root)
    {
        try
        {
            return SourceTree.Read(root);
        }
        catch (MoiException e)
        {
            throw new FileSourceException("BadFolder", e.Message, root);
        }
    }
}
