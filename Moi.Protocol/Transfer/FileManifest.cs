using System.Text;
using System.Text.Json.Serialization;

namespace Moi.Protocol.Transfer;

/// <summary>
/// What a file is, before any of it is sent. It stands in the request, so that whatever vouches for the request vouches for
/// every block: the file's hash and that of the list of hashes follow from it.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record FileManifest
{
    private const int LongestName = 255;

    /// <summary>The file's name: one part of a path.</summary>
    public required string Name { get; init; }

    /// <summary>Its size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The length of its blocks; see <see cref="BlockLayout"/>.</summary>
    public required int BlockSize { get; init; }

    /// <summary>The SHA-256 of the whole file, 64 hexadecimal digits in lower case.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The SHA-256 of the hash list, likewise. The list itself is sent as blocks.</summary>
    public required string ListSha256 { get; init; }

    /// <summary>The permission bits it gets; of these only read, write and execute count (octal 777).</summary>
    public required int Mode { get; init; }

    /// <summary>What is wrong with it, one line; null where it can be taken.</summary>
    public string? FindProblem() => this switch
    {
        _ when !IsFileName(Name) => "The file's name is not one part of a path: it is empty, '.' or '..', longer than 255 bytes, or has a '/' in it.",
        _ when !BlockLayout.IsPossible(Size, BlockSize) => $"A file of {Size} bytes cannot be sent in blocks of {BlockSize} bytes.",
        _ when !IsHash(Sha256) || !IsHash(ListSha256) => "A hash is not 64 hexadecimal digits in lower case.",
        _ => null,
    };

    /// <summary>Whether a text can be the name of a file within a folder, and nothing else.</summary>
    public static bool IsFileName(string? name) =>
        name is not (null or "" or "." or "..")
        && name.AsSpan().IndexOfAny('/', '\0') < 0
        && Encoding.UTF8.GetByteCount(name) <= LongestName;

    private static bool IsHash(string? text) =>
        text is { Length: 2 * BlockLayout.HashLength } && text.All(digit => char.IsAsciiHexDigitLower(digit));
}
