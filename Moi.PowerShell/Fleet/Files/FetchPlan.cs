namespace Moi.PowerShell.Fleet.Files;

/// <summary>One file that is to be fetched.</summary>
/// <param name="Id">The remote's id.</param>
/// <param name="Address">The remote's address.</param>
/// <param name="Name">The remote's name.</param>
/// <param name="RemotePath">The file's full path there.</param>
/// <param name="Size">Its size when it was found, in bytes.</param>
/// <param name="LocalPath">The full path it gets here.</param>
/// <param name="MakesFolder">Whether the folder it goes to may be made, because its name follows from the remote.</param>
internal sealed record FetchPlan(string Id, string Address, string Name, string RemotePath, long Size, string LocalPath, bool MakesFolder)
{
    /// <summary>The file's name on the remote.</summary>
    public string FileName => NameOf(RemotePath);

    /// <summary>For people.</summary>
    public string Described => $"{Address} {Name} {RemotePath}";

    /// <summary>The last part of a path on a remote.</summary>
    public static string NameOf(string remotePath) => remotePath[(remotePath.LastIndexOf('/') + 1)..];
}
