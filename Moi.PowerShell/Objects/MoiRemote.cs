using System.Management.Automation;
using Moi.PowerShell.Fleet;

namespace Moi.PowerShell;

/// <summary>A remote, as it answered; or, as the target of an error, as it is known.</summary>
public sealed class MoiRemote : IStaged
{
    /// <summary>The remote's address.</summary>
    public required string Address { get; init; }

    /// <summary>The remote's name.</summary>
    public required string Name { get; init; }

    /// <summary>The remote's lasting identity.</summary>
    public required string Id { get; init; }

    /// <summary>The remote's clock, Unix time in seconds; 0 where it did not answer.</summary>
    public long Time { get; init; }

    /// <summary>The version of the remote's daemon.</summary>
    public string Moid { get; init; } = string.Empty;

    /// <summary>Whether it answered.</summary>
    public bool Online { get; init; }

    /// <summary>What the remote warns of, such as that anyone may command it; empty for nothing.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The keys that were asked for, by name, upper and lower case told apart; null where the remote has no such key.</summary>
    public IReadOnlyDictionary<string, object?> Keys { get; init; } = new Dictionary<string, object?>();

    Stage? IStaged.Stage { get; set; }

    /// <summary>The address and the name.</summary>
    public override string ToString() => $"{Address} {Name}";

    /// <summary>Whether <paramref name="name"/> is a property of every remote, so that a key of that name cannot be one.</summary>
    [Hidden]
    public static bool HasProperty(string name) =>
        name.ToUpperInvariant() is "ADDRESS" or "NAME" or "ID" or "TIME" or "MOID" or "ONLINE" or "WARNINGS" or "KEYS";
}
