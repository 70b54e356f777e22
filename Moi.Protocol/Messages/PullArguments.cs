using System.Text.Json.Serialization;
using Moi.Protocol.Transfer;

namespace Moi.Protocol.Messages;

/// <summary>The arguments of <see cref="Verb.Files"/>.</summary>
/// <param name="Path">
/// A file: a destination and what is below, <c>~</c>, or a path. Each part may have wildcards, as <see cref="Filters.LikePattern"/> has
/// them; they mean no name that begins with a dot unless they do. A file of exactly that name counts before any wildcard.
/// </param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record FilesArguments(string Path);

/// <summary>The answer to <see cref="Verb.Files"/>.</summary>
/// <param name="Files">What was found, in the order of the paths; nothing where wildcards match nothing.</param>
public sealed record FilesValue(IReadOnlyList<FoundFile> Files);

/// <summary>A file on a remote.</summary>
/// <param name="Path">Its full path there.</param>
/// <param name="Size">Its size in bytes.</param>
public sealed record FoundFile(string Path, long Size);

/// <summary>The arguments of <see cref="Verb.Pull"/>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PullArguments
{
    /// <summary>The file: a destination and what is below, <c>~</c>, or a path; without wildcards.</summary>
    public required string Path { get; init; }

    /// <summary>The largest block that the receiver takes, in bytes.</summary>
    public required int BlockSize { get; init; }

    /// <summary>How many bytes may be on the way at once.</summary>
    public required int Window { get; init; }
}

/// <summary>What a remote says of a file before it gives any of it: once it has read it through, and again with every beat.</summary>
public sealed record PullOffer
{
    /// <summary>The file.</summary>
    public required FileManifest File { get; init; }

    /// <summary>Tells one run of the sender from the next, which numbers its blocks anew.</summary>
    public required uint Life { get; init; }
}
