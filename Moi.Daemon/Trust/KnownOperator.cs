using Moi.Protocol.Trust;

namespace Moi.Daemon.Trust;

/// <summary>An operator that a remote takes requests from, and what that operator may do.</summary>
public sealed record KnownOperator
{
    /// <summary>What the remote calls the operator: in its journal, its audit, and to keep one operator's requests from another's.</summary>
    public required string Name { get; init; }

    /// <summary>The public part of the operator's key.</summary>
    public required OperatorPublicKey Key { get; init; }

    /// <summary>
    /// The verbs that the operator may use; null for all. <c>clock</c> and <c>cancel</c>, which reaches the operator's own requests
    /// only, may always be used.
    /// </summary>
    public IReadOnlyList<string>? Verbs { get; init; }

    /// <summary>The names of the destinations that files may be sent to and commands run in; null for any folder of the device.</summary>
    public IReadOnlyList<string>? Destinations { get; init; }

    /// <summary>
    /// The only commands that the operator may run, as they are written; a <c>*</c> in one stands for one harmless word. Null for any.
    /// Such an operator gives commands no environment and no standard input.
    /// </summary>
    public IReadOnlyList<string>? Commands { get; init; }
}
