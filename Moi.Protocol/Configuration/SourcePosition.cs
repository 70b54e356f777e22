namespace Moi.Protocol.Configuration;

/// <summary>A place in a file.</summary>
/// <param name="Line">The line, from 1; 0 where the file as a whole is meant.</param>
/// <param name="Column">The column, from 1; 0 where the file or the line as a whole is meant.</param>
public readonly record struct SourcePosition(int Line, int Column)
{
    /// <summary>No place in particular: the file as a whole.</summary>
    public static SourcePosition WholeFile => default;
}
