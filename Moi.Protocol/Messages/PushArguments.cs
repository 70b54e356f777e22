using System.Text.Json.Serialization;
using Moi.Protocol.Transfer;

namespace Moi.Protocol.Messages;

/// <summary>The arguments of <see cref="Verb.Push"/>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PushArguments
{
    /// <summary>The folder it goes to, which must be there: a destination, <c>~</c>, or a path.</summary>
    public required string Destination { get; init; }

    /// <summary>The file.</summary>
    public required FileManifest File { get; init; }
}

/// <summary>The answer to <see cref="Verb.Push"/>: the file is in place.</summary>
public sealed record PushValue
{
    /// <summary>Its full path on the remote.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it was there already, the same in every byte, so that nothing was sent.</summary>
    public bool WasThere { get; init; }

    /// <summary>How many bytes of it had come in an earlier transfer that was cut off.</summary>
    public long Resumed { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public long DurationMilliseconds { get; init; }
}
