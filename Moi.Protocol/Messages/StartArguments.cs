using System.Text.Json.Serialization;

namespace Moi.Protocol.Messages;

/// <summary>The arguments of <see cref="Verb.Start"/>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record StartArguments
{
    /// <summary>What the job is called, and the key that its result becomes; null to make up a name and no key.</summary>
    public string? Name { get; init; }

    /// <summary>What runs. <see cref="RunArguments.Inline"/> and <see cref="RunArguments.Stream"/> mean nothing here.</summary>
    public required RunArguments Run { get; init; }
}
