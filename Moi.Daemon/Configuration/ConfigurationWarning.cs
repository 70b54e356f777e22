using Moi.Protocol.Configuration;

namespace Moi.Daemon.Configuration;

/// <summary>Something in a configuration that works, but not as its author may think.</summary>
/// <param name="File">Full path of the file.</param>
/// <param name="Position">Where in the file.</param>
/// <param name="Text">What it is and what to do instead: one line.</param>
public sealed record ConfigurationWarning(string File, SourcePosition Position, string Text)
{
    /// <summary>One line: <c>/etc/moid.toml:7: 'log_file' no longer means anything: ...</c></summary>
    public override string ToString() => $"{File}:{Position.Line}: {Text}";
}
