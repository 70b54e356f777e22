using System.Text.Json;
using Moi.Protocol;

namespace Moi.PowerShell.Groups;

/// <summary>
/// The operator's groups: a file each, so that two shells that define two groups at once do not meet. A file is written whole and
/// renamed into place.
/// </summary>
/// <param name="folder">Where the files are; made with the first group.</param>
internal sealed class GroupBook(string folder)
{
    private const string Extension = ".json";

    /// <summary>The names of all groups, sorted.</summary>
    public IReadOnlyList<string> Names => Directory.Exists(folder)
        ?
        [
            .. Directory.EnumerateFiles(folder, "*" + Extension)
                .Select(file => Path.GetFileNameWithoutExtension(file))
                .Order(StringComparer.Ordinal),
        ]
        : [];

    /// <summary>The group of that name; null for none.</summary>
    /// <exception cref="MoiException">Its file cannot be read.</exception>
    public Group? Find(string name)
    {
        string file = FileOf(name);
        try
        {
            byte[] text = File.ReadAllBytes(file);
            GroupFile content = JsonSerializer.Deserialize(text, GroupJson.Default.GroupFile)
                ?? throw new JsonException("it is empty");
            return new Group(name, content.Members);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException e)
        {
            throw new MoiException($"{file}: the group's file is damaged ({e.Message}); delete it, and define the group anew with New-MoiGroup.", e);
        }
    }

    /// <summary>Keeps a group, in place of one of the same name.</summary>
    public void Save(Group group)
    {
        Directory.CreateDirectory(folder);
        string file = FileOf(group.Name);
        string unfinished = $"{file}.{Guid.NewGuid():N}";
        File.WriteAllBytes(unfinished, JsonSerializer.SerializeToUtf8Bytes(new GroupFile(group.Members), GroupJson.Default.GroupFile));
        File.Move(unfinished, file, overwrite: true);
    }

    /// <summary>Forgets a group.</summary>
    public void Delete(string name) => File.Delete(FileOf(name));

    private string FileOf(string name) => Path.Combine(folder, Token.Require(name, "a group's name") + Extension);
}
