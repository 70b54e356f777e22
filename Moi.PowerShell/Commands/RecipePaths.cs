using System.Collections.ObjectModel;
using System.Management.Automation;
using Moi.PowerShell.Recipes;

namespace Moi.PowerShell.Commands;

/// <summary>Finds the recipes that -Path means.</summary>
internal static class RecipePaths
{
    /// <summary>The recipes of files and folders.</summary>
    /// <param name="paths">The files and folders, as a user gives them.</param>
    /// <param name="session">What they are relative to.</param>
    /// <param name="others">Where recipes are that those refer to.</param>
    public static RecipeShelf ShelfOf(IEnumerable<string> paths, SessionState session, RecipeShelf others)
    {
        RecipeShelf shelf = new(others);
        foreach (string path in paths.SelectMany(path => Resolve(path, session)))
        {
            if (Directory.Exists(path))
            {
                shelf.AddFolder(path, isOurs: false);
            }
            else
            {
                shelf.AddFile(path, isMeant: true);
            }
        }

        return shelf;
    }

    private static Collection<string> Resolve(string path, SessionState session) => WildcardPattern.ContainsWildcardCharacters(path)
        ? session.Path.GetResolvedProviderPathFromPSPath(path, out _)
        : [session.Path.GetUnresolvedProviderPathFromPSPath(path)];
}
