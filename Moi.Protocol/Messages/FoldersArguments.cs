using System.Text.Json.Serialization;

namespace Moi.Protocol.Messages;

/// <summary>The arguments of <see cref="Verb.Folders"/>.</summary>
/// <param name="Destination">The folder they go to, which must be there: a destination, <c>~</c>, or a path.</param>
/// <param name="Folders">Paths below it, with <c>/</c> between their parts; those above each are made with it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record FoldersArguments(string Destination, IReadOnlyList<string> Folders);
