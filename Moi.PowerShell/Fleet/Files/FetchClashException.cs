namespace Moi.PowerShell.Fleet.Files;

/// <summary>Two files would get the same path here.</summary>
/// <param name="path">The path.</param>
/// <param name="first">The one.</param>
/// <param name="second">The other.</param>
internal sealed class FetchClashException(string path, FetchPlan first, FetchPlan second) : Exception(
    $"'{path}' would be both {first.Described} and {second.Described}: nothing was fetched. "
    + (first.Id == second.Id ? "Name a folder that is there, or end the destination with '/'." : "Tell them apart by %n or %a in the destination."))
{
    /// <summary>The path.</summary>
    public string LocalPath => path;
}
