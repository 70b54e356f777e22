namespace Moi.Protocol.Configuration;

/// <summary>The folder where an operator's things are: <c>config.toml</c>, recipes, groups, keys.</summary>
public static class OperatorHome
{
    /// <summary>
    /// Full path of the home: <c>$MOI_HOME</c> if that is set, else <c>.moi</c> in the user's own folder (<c>$HOME</c>, on
    /// Windows <c>%USERPROFILE%</c>). Nothing is created.
    /// </summary>
    /// <exception cref="InvalidOperationException">Neither is known.</exception>
    public static string Resolve() => Resolve(Environment.GetEnvironmentVariable("MOI_HOME"), UserFolder());

    /// <summary>The user's own folder, or null if none is known.</summary>
    internal static string? UserFolder() =>
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify)
            is { Length: > 0 } folder
            ? folder
            : null;

    internal static string Resolve(string? moiHome, string? userFolder)
    {
        if (!string.IsNullOrEmpty(moiHome))
        {
            return Path.GetFullPath(moiHome);
        }

        return userFolder is null
            ? throw new InvalidOperationException("There is no home folder for Moi: set MOI_HOME to a folder.")
            : Path.Combine(Path.GetFullPath(userFolder), ".moi");
    }
}
