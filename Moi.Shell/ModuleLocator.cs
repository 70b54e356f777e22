namespace Moi.Shell;

/// <summary>Finds the Moi module to import.</summary>
internal static class ModuleLocator
{
    private const string Manifest = "Moi.psd1";

    /// <summary>
    /// Finds the manifest: at <paramref name="asked"/> if given, else in a folder Moi beside this assembly, else at
    /// out/Moi of the checkout that this assembly lies in.
    /// </summary>
    /// <param name="asked">A manifest or the folder that holds it, or null.</param>
    /// <param name="baseFolder">The folder of this assembly.</param>
    /// <returns>The full path of the manifest.</returns>
    /// <exception cref="FileNotFoundException">There is none; the message says where it was looked for.</exception>
    public static string Find(string? asked, string baseFolder)
        => string.IsNullOrEmpty(asked) ? FindNear(baseFolder) : FindAt(Path.GetFullPath(asked));

    private static string FindAt(string path)
    {
        string manifest = Directory.Exists(path) ? Path.Combine(path, Manifest) : path;
        return File.Exists(manifest)
            ? manifest
            : throw new FileNotFoundException(
                $"moi: there is no module at {path}."
                + $" Give -ModulePath or MOI_MODULE the path of {Manifest} or its folder.");
    }

    private static string FindNear(string baseFolder)
    {
        string beside = Path.Combine(baseFolder, "Moi", Manifest);
        if (File.Exists(beside))
        {
            return beside;
        }

        for (DirectoryInfo? folder = new(baseFolder); folder is not null; folder = folder.Parent)
        {
            string staged = Path.Combine(folder.FullName, "out", "Moi", Manifest);
            if (File.Exists(staged))
            {
                return staged;
            }
        }

        throw new FileNotFoundException(
            $"moi: the Moi module is neither at {beside} nor at out/Moi of a checkout."
            + " In a checkout, run dotnet build first; elsewhere give -ModulePath PATH.");
    }
}
