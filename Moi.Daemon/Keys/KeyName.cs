namespace Moi.Daemon.Keys;

/// <summary>What a key may be called: 1 to 128 of A-Z, a-z, 0-9, _ and -.</summary>
internal static class KeyName
{
    private const int MaxLength = 128;

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    /// <exception cref="KeyRejectedException">It is not a name.</exception>
    public static string Check(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return IsValid(name)
            ? name
            : throw new KeyRejectedException(
                name, $"'{Shown(name)}' is not a name for a key: use 1 to {MaxLength} of A-Z, a-z, 0-9, _ and -.");
    }

    private static string Shown(string name)
    {
        string visible = string.Concat(name.Take(MaxLength).Select(c => char.IsControl(c) ? '?' : c));
        return name.Length > MaxLength ? visible + "…" : visible;
    }
}
