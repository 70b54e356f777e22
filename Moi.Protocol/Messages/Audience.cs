using System.Text.Json.Serialization;

namespace Moi.Protocol.Messages;

/// <summary>Who is meant by a request: exactly one of the members is set.</summary>
/// <remarks>"Everyone" is said, never the lack of anything: a member got lost must not widen the audience.</remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record Audience
{
    /// <summary>Every remote.</summary>
    public static Audience Everyone { get; } = new() { All = true };

    /// <summary>True for every remote.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool All { get; init; }

    /// <summary>The members of a group.</summary>
    public GroupAudience? Group { get; init; }

    /// <summary>These remotes, by id.</summary>
    public IReadOnlyList<string>? Remotes { get; init; }

    /// <summary>Those that succeeded in an earlier request.</summary>
    public StageAudience? SucceededIn { get; init; }

    /// <summary>Whether exactly one kind of audience is set, as it must be.</summary>
    [JsonIgnore]
    public bool IsValid =>
        (All ? 1 : 0) + (Group is null ? 0 : 1) + (Remotes is null ? 0 : 1) + (SucceededIn is null ? 0 : 1) == 1;

    /// <summary>These remotes, by id.</summary>
    public static Audience Of(IReadOnlyList<string> ids) => new() { Remotes = ids };
}

/// <summary>The members of a group, as the operator remembers them.</summary>
/// <param name="Name">The group.</param>
/// <param name="Generation">The hash of the sorted member ids; a remote that joined another generation does nothing.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record GroupAudience(string Name, string Generation);

/// <summary>Those that succeeded in an earlier request of the same operator.</summary>
/// <param name="Request">The earlier request's id.</param>
/// <param name="Except">The ids of those that are left out all the same.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record StageAudience(string Request, IReadOnlyList<string> Except);
