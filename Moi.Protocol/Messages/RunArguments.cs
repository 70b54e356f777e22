using System.Text.Json.Serialization;

namespace Moi.Protocol.Messages;

/// <summary>The arguments of <see cref="Verb.Run"/>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RunArguments
{
    /// <summary>Given to <c>/bin/sh -c</c> as one argument.</summary>
    public required string Command { get; init; }

    /// <summary>Where it runs: a destination (<c>home</c>, <c>tmp</c>, <c>self</c>, <c>bin</c>, an own one), <c>~</c>, or a path; null for <c>home</c>.</summary>
    public string? Directory { get; init; }

    /// <summary>Added to the daemon's environment.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>The command's standard input; null closes it.</summary>
    public byte[]? Stdin { get; init; }

    /// <summary>After how many seconds the command is killed with its children; null for never.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>How many bytes of each stream the remote keeps: the first half and the last.</summary>
    /// <remarks>It can be set, for where it could only be initialised, the generated reader would lose its default.</remarks>
    public int OutputLimit { get; set; } = 1024 * 1024;

    /// <summary>How many bytes of each stream come with the answer; the rest is fetched with <see cref="Verb.Output"/>.</summary>
    /// <remarks>It can be set for the same reason.</remarks>
    public int Inline { get; set; } = 64 * 1024;

    /// <summary>Whether the remote tells, while it runs, that there is output to fetch.</summary>
    public bool Stream { get; init; }
}
