namespace Moi.Daemon.Files;

/// <summary>A file was written to while it was read, so that what was read is no state it ever was in.</summary>
/// <param name="path">The file.</param>
internal sealed class FileChangedException(string path)
    : IOException($"'{path}' was changed while it was read; try again when nobody writes to it.");
