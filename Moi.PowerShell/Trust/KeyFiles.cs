using System.Security.Cryptography;
using System.Text;
using Moi.Protocol.Configuration;
using Moi.Protocol.Trust;

namespace Moi.PowerShell.Trust;

/// <summary>
/// The operator's keys: <c>NAME.key</c>, which is for the operator alone, and <c>NAME.pub</c>, which devices get, in one folder.
/// </summary>
internal sealed class KeyFiles(string folder)
{
    private const UnixFileMode OwnerOnlyFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The names of all keys, sorted.</summary>
    public IReadOnlyList<string> Names => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*.key").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Where a key is.</summary>
    public string PathOf(string name) => Path.Combine(folder, $"{name}.key");

    /// <summary>Where its public part is.</summary>
    public string PublicPathOf(string name) => Path.Combine(folder, $"{name}.pub");

    /// <summary>Whether there is a key of that name.</summary>
    public bool Exists(string name) => File.Exists(PathOf(name));

    /// <summary>Whether a passphrase opens it.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be read.</exception>
    public bool IsEncrypted(string name) => OperatorKey.IsEncrypted(File.ReadAllText(PathOf(name)));

    /// <summary>Whether others than the operator may read or write it.</summary>
    public bool IsOpenToOthers(string name) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(PathOf(name)) & ~OwnerOnly.Mode) != 0;

    /// <summary>Opens a key.</summary>
    /// <exception cref="CryptographicException">It is no key, or the passphrase is another.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be read.</exception>
    public OperatorKey Open(string name, string? passphrase) => OperatorKey.FromPem(File.ReadAllText(PathOf(name)), passphrase);

    /// <summary>The public part of a key, without opening it where that is kept beside it.</summary>
    /// <exception cref="CryptographicException">It is none, or the key is encrypted and its public part is not there.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be read.</exception>
    public OperatorPublicKey Public(string name)
    {
        if (File.Exists(PublicPathOf(name)))
        {
            return OperatorPublicKey.Parse(File.ReadAllText(PublicPathOf(name)));
        }

        using OperatorKey key = Open(name, null);
        return key.Public;
    }

    /// <summary>Writes a key and its public part.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="key">The key.</param>
    /// <param name="passphrase">Encrypts it; null leaves it in the clear.</param>
    /// <param name="replace">Whether one of that name may be there already.</param>
    /// <exception cref="IOException">It cannot be written, or one is there.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written.</exception>
    public void Save(string name, OperatorKey key, string? passphrase, bool replace)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnlyFolder);
        }

        string next = Path.Combine(folder, $".{name}.{Guid.NewGuid():N}.new");
        try
        {
            Write(next, $"{key.ToPem(passphrase)}\n");
            if (replace)
            {
                File.Move(next, PathOf(name), overwrite: true);
            }
            else
            {
                // The place is taken only where nothing is, whoever else makes a key at this moment.
                using FileStream place = new(PathOf(name), NewFile());
                File.Move(next, PathOf(name), overwrite: true);
            }
        }
        finally
        {
            File.Delete(next);
        }

        File.WriteAllText(PublicPathOf(name), $"{key.Public.Pem}\n");
    }

    private static void Write(string path, string text)
    {
        using FileStream file = new(path, NewFile());
        file.Write(Encoding.ASCII.GetBytes(text));
        file.Flush(flushToDisk: true);
    }

    private static FileStreamOptions NewFile() => new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite | FileShare.Delete,
    }.ForOwnerOnly();
}
