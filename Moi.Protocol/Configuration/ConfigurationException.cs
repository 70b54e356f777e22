namespace Moi.Protocol.Configuration;

/// <summary>
/// A configuration file that cannot be used. The message is one line,
/// <c>/home/steve/.moi/config.toml:7: unknown key 'mqtt_adr' in [config]; did you mean 'mqtt_addr'?</c>,
/// and never repeats a value that might be a secret.
/// </summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Says what is wrong with a configuration file, and where.</summary>
    /// <param name="file">Full path of the file.</param>
    /// <param name="position">Where in the file; <see cref="SourcePosition.WholeFile"/> if nowhere in particular.</param>
    /// <param name="problem">What is wrong and, where that helps, what to do: one line without the file's name.</param>
    /// <param name="cause">The exception behind it, if there is one.</param>
    public ConfigurationException(string file, SourcePosition position, string problem, Exception? cause = null)
        : base(position.Line > 0 ? $"{file}:{position.Line}: {problem}" : $"{file}: {problem}", cause)
    {
        File = file;
        Line = position.Line;
        Column = position.Column;
    }

    /// <summary>Full path of the file.</summary>
    public string File { get; }

    /// <summary>The line, from 1; 0 where the file as a whole is meant, as when it is missing.</summary>
    public int Line { get; }

    /// <summary>The column, from 1; 0 where none is known.</summary>
    public int Column { get; }
}
