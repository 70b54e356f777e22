using System.Text.Json.Serialization;
using Moi.Protocol.Messages;

namespace Moi.Protocol.Presence;

/// <summary>What a remote says of itself on its state topic: a birth, a farewell, or its will.</summary>
public sealed record PresenceMessage
{
    /// <summary>How long the broker keeps it. A remote that stays away longer is forgotten.</summary>
    public static readonly TimeSpan Expiry = TimeSpan.FromDays(90);

    /// <summary>The remote's lasting identity; the last level of the topic.</summary>
    public required string Id { get; init; }

    /// <summary>Its address, as configured or found.</summary>
    [JsonPropertyName("addr")]
    public required string Address { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The version of its daemon.</summary>
    public required string Moid { get; init; }

    /// <summary>Its processor architecture, such as <c>x64</c> or <c>arm64</c>.</summary>
    [JsonPropertyName("arch")]
    public required string Architecture { get; init; }

    /// <summary>Whether it is there.</summary>
    public required bool Online { get; init; }

    /// <summary>Why it is not.</summary>
    public Farewell? Farewell { get; init; }

    /// <summary>Which store speaks: made with it, so that a re-imaged device is another incarnation of the same id.</summary>
    [JsonPropertyName("inc")]
    public required Guid Incarnation { get; init; }

    /// <summary>Counts the connections of this incarnation. A lower one is old news.</summary>
    public required long Epoch { get; init; }

    /// <summary>What an operator should be warned of, such as a remote that anyone may command.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>Why a remote went away.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<Farewell>))]
public enum Farewell
{
    /// <summary>The broker lost it: the will spoke.</summary>
    Lost,

    /// <summary>It was stopped.</summary>
    Stopped,

    /// <summary>It was asked to restart.</summary>
    Restart,
}
