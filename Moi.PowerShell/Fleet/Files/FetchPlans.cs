using Moi.Protocol.Filters;
using Moi.Protocol.Messages;
using Moi.Protocol.Transfer;

namespace Moi.PowerShell.Fleet.Files;

/// <summary>Makes the plan of all files that are fetched at once, before the first of them is.</summary>
/// <param name="asked">The path that the remotes were asked for.</param>
/// <param name="place">Where they go.</param>
/// <param name="mayReplace">Whether files that are here already are replaced.</param>
internal sealed class FetchPlans(string asked, LocalPlace place, bool mayReplace = true)
{
    private static readonly StringComparer PathComparer = OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    private readonly Dictionary<string, FetchPlan> _byPath = new(PathComparer);
    private readonly string _askedName = FetchPlan.NameOf(asked);

    /// <summary>All files, in the order of the remotes' answers.</summary>
    public IReadOnlyCollection<FetchPlan> All => _byPath.Values;

    /// <summary>Enters a file that a remote has.</summary>
    /// <exception cref="FetchClashException">Another one would get the same path here.</exception>
    /// <exception cref="MoiException">It cannot be fetched; the message says why.</exception>
    public void Add(string id, string address, string name, FoundFile found)
    {
        string fileName = FetchPlan.NameOf(found.Path);
        if (!IsAskedFor(fileName))
        {
            throw new MoiException("it is not what was asked for");
        }

        if (!BlockLayout.IsPossible(found.Size, BlockLayout.LargestBlock))
        {
            throw new MoiException($"its size is said to be {found.Size} bytes, which no file that can be fetched has");
        }

        (string path, bool makesFolder) = place.Of(name, address, fileName);
        if (!mayReplace && File.Exists(path))
        {
            throw new MoiException($"'{path}' is here already");
        }

        FetchPlan plan = new(id, address, name, found.Path, found.Size, path, makesFolder);
        if (!_byPath.TryAdd(path, plan))
        {
            throw new FetchClashException(path, _byPath[path], plan);
        }
    }

    /// <summary>What a remote names is put on this machine, so it is not believed that it is what was asked for.</summary>
    private bool IsAskedFor(string fileName)
    {
        if (!FileManifest.IsFileName(fileName) || (fileName[0] == '.' && !_askedName.StartsWith('.')))
        {
            return false;
        }

        try
        {
            return fileName == _askedName || LikePattern.Parse(_askedName).IsMatch(fileName, ignoreCase: false);
        }
        catch (FormatException)
        {
            // It could only be meant as it stands.
            return false;
        }
    }
}
