using System.Text.Json.Serialization;

namespace Moi.Protocol.Messages;

/// <summary>
/// Which jobs are meant: the arguments of <see cref="Verb.Jobs"/>, <see cref="Verb.Wait"/> and <see cref="Verb.Stop"/>. Ids go
/// before names. Without either, <see cref="Verb.Jobs"/> means all that are kept, the other two all that run.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record JobSelection
{
    /// <summary>How many ids or names one request may give a remote.</summary>
    public const int Most = 256;

    /// <summary>The jobs' ids, the same on every remote that is asked.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>The jobs' ids by the remote's id, where they differ.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Of { get; init; }

    /// <summary>
    /// Names, wildcards as PowerShell has them, upper and lower case the same. <see cref="Verb.Wait"/> and
    /// <see cref="Verb.Stop"/> take the latest job of each name that matches.
    /// </summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>With <see cref="Verb.Wait"/>: how many bytes of each stream come with the answer, of all jobs together.</summary>
    /// <remarks>It can be set, for where it could only be initialised, the generated reader would lose its default.</remarks>
    public int Inline { get; set; } = 64 * 1024;

    /// <summary>The ids that are meant on one remote; null where none are given for it.</summary>
    public IReadOnlyList<string>? IdsFor(string remote) => Of?.GetValueOrDefault(remote) ?? Ids;
}
