namespace Moi.PowerShell.Fleet.Files;

/// <summary>One file that is to be sent.</summary>
/// <param name="LocalPath">Its full path here.</param>
/// <param name="Folder">The folder it goes to, below the destination, with <c>/</c> between its parts; empty for the destination itself.</param>
internal sealed record SendPlan(string LocalPath, string Folder)
{
    /// <summary>What tells it from all others of a command, on the remote.</summary>
    public string Place => Below(Folder, Path.GetFileName(LocalPath));

    /// <summary>A path on a remote below another.</summary>
    public static string Below(string folder, string name) =>
        folder.Length == 0 ? name : name.Length == 0 ? folder : $"{folder.TrimEnd('/')}/{name}";
}
