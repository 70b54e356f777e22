namespace Moi.Testing;

/// <summary>What a <see cref="MoidProcess"/> is configured with.</summary>
public sealed record MoidOptions
{
    /// <summary>The key <c>name</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The key <c>addr</c>.</summary>
    public required string Address { get; init; }

    /// <summary>The program; the one that was built with the tests if left out.</summary>
    public string Program { get; init; } = MoidProgram.Path;

    /// <summary>The loopback port of its broker.</summary>
    public required int BrokerPort { get; init; }

    /// <summary>A program and arguments that start it, with moid's own command line after them; empty to start it directly.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    /// <summary>Further keys of the configuration, or other values for the usual ones.</summary>
    public IReadOnlyDictionary<string, object> Settings { get; init; } = new Dictionary<string, object>();
}
