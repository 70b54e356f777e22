using System.Text;

namespace Moi.Protocol.Configuration;

/// <summary>
/// A password or passphrase that a configuration gives or tells where to find. It is looked up when it is needed, not
/// before, and <see cref="ToString"/> tells only where it comes from.
/// </summary>
public sealed class Secret
{
    private const int LongestLine = 4096;

    private readonly string _source;
    private readonly Func<string> _read;

    private Secret(string source, Func<string> read)
    {
        _source = source;
        _read = read;
    }

    /// <summary>Looks the secret up: in the configuration, in an environment variable, or in the first line of a file.</summary>
    /// <returns>The secret, not empty.</returns>
    /// <exception cref="ConfigurationException">
    /// The variable is not set, or the file is not readable or its first line is empty; with the place in the
    /// configuration that names it.
    /// </exception>
    public string Read() => _read();

    /// <summary>Where the secret comes from, never the secret.</summary>
    public override string ToString() => _source;

    /// <summary>The secret that one of three keys gives, or null if none of them is there.</summary>
    /// <param name="settings">The table with the keys.</param>
    /// <param name="key">The key of the secret itself; <c>KEY_file</c> and <c>KEY_env</c> are the two others.</param>
    /// <param name="rules">What a path is relative to.</param>
    /// <param name="mustExist">Whether a named file must be there now.</param>
    internal static Secret? From(Settings settings, string key, PathRules rules, bool mustExist)
    {
        string fileKey = $"{key}_file";
        string environmentKey = $"{key}_env";
        string? text = settings.Line(key);
        string? file = settings.FullPath(fileKey, rules);
        string? variable = settings.Line(environmentKey);
        return (text, file, variable) switch
        {
            (null, null, null) => null,
            ({ }, null, null) => new Secret("(given in the configuration)", () => text),
            (null, { }, null) => InFile(settings, fileKey, file, mustExist),
            (null, null, { }) => InEnvironment(settings, environmentKey, variable),
            _ => throw settings.Error(
                variable is null ? fileKey : environmentKey,
                $"is one too many: give only one of {key}_file, {key}_env and {key}"),
        };
    }

    private static Secret InFile(Settings settings, string key, string path, bool mustExist)
    {
        if (mustExist && !File.Exists(path))
        {
            throw settings.Error(key, $"names {path}: no such file");
        }

        return new Secret($"(first line of {path})", () => FirstLine(settings, key, path));
    }

    private static Secret InEnvironment(Settings settings, string key, string variable) => new(
        $"(environment variable {variable})",
        () => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
            ? value
            : throw settings.Error(key, $"names the environment variable {variable}, which is not set"));

    private static string FirstLine(Settings settings, string key, string path)
    {
        byte[] start = new byte[LongestLine + 1];
        int length;
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw settings.Error(key, $"names {path}: {ConfigurationFile.WhyUnreadable(path, error)}", error);
        }

        ReadOnlySpan<byte> line = start.AsSpan(0, length);
        int end = line.IndexOf((byte)'\n');
        if (end < 0 && length > LongestLine)
        {
            throw settings.Error(key, $"names {path}: its first line is longer than {LongestLine} bytes");
        }

        string text = Encoding.UTF8.GetString(end < 0 ? line : line[..end]).TrimStart('\uFEFF').TrimEnd('\r');
        return text.Length > 0 ? text : throw settings.Error(key, $"names {path}: its first line is empty");
    }
}
