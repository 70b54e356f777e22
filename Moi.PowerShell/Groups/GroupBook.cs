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
                .Where(name => Token.IsValid(name))
                .Order(StringComparer.Ordinal),
        ]
        : [];

    /// <summary>The group of that name; null for none.</summary>
    /// <exception cref="MoiException">Its file cannot be read.</exception>
    public Group? Find(string name)
    {
        if (!Token.IsValid(name))
        {
            return null;
        }

        string file = FileOf(name);
        try
        {
            byte[] text = File.ReadAllBytes(file);
            GroupFile content = JsonSerializer.Deserialize(text, GroupJson.Default.GroupFile)
                ?? throw new JsonException("it is empty");
            return content.Members is { } members && members.All(member => member is { Id: not null, Address: not null, Name: not null })
                ? new Group(name, members)
                : throw new JsonException("a member has no id, no address or no name");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MoiException($"{file}: the group's file cannot be read: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new MoiException($"{file}: the group's file is damaged ({e.Message}); delete it, and define the group anew with New-MoiGroup.", e);
        }
    }

    /// <summary>Keeps a group, in place of one of the same name.</summary>
    /// <exception cref="MoiException">Its file cannot be written; a group of that name is as it was.</exception>
    public void Save(Group group)
    {
        string file = FileOf(group.Name);
        string unfinished = $"{file}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(folder);
            Write(unfinished, JsonSerializer.SerializeToUtf8Bytes(new GroupFile(group.Members), GroupJson.Default.GroupFile));
            File.Move(unfinished, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(unfinished))
            {
                File.Delete(unfinished);
            }

            throw new MoiException($"{file}: the group's file cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Forgets a group.</summary>
    /// <exception cref="MoiException">Its file cannot be deleted.</exception>
    public void Delete(string name)
    {
        string file = FileOf(name);
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MoiException($"{file}: the group's file cannot be deleted: {e.Message}", e);
        }
    }

    /// <summary>On the disk before it gets its name: a group lost by a power cut would be missed by nobody.</summary>
    private static void Write(string file, byte[] text)
    {
        using FileStream stream = File.Create(file);
        stream.Write(text);
        stream.Flush(flushToDisk: true);
    }

    private string FileOf(string name) => Path.Combine(folder, Token.Require(name, "a group's name") + Extension);
}
