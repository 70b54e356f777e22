namespace Moi.Daemon.Keys.Log;

/// <summary>
/// The folder a store lives in, as far as the store sees it. Failures are <see cref="IOException"/> or
/// <see cref="UnauthorizedAccessException"/>. Disposing gives the folder free for another store.
/// </summary>
internal interface IStorage : IDisposable
{
    /// <summary>The folder's path, for messages.</summary>
    string Location { get; }

    /// <summary>Opens a file for reading and writing; makes an empty one where there is none.</summary>
    IStorageFile Open(string name);

    /// <summary>Gives a closed file another name, in one step, replacing what had that name.</summary>
    void Rename(string from, string to);

    /// <summary>Deletes a file; one that does not exist is no error.</summary>
    void Delete(string name);

    /// <summary>Returns when the names of the files are on disk: until then power loss may undo a rename.</summary>
    void FlushDirectory();
}

/// <summary>An open file of an <see cref="IStorage"/>.</summary>
internal interface IStorageFile : IDisposable
{
    long Length { get; }

    byte[] ReadAll();

    /// <summary>Writes at an offset. After a failure any part of the bytes may have been written.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Returns when everything written is on disk.</summary>
    void Flush();

    void Truncate(long length);
}
