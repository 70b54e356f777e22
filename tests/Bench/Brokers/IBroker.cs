namespace Moi.Bench.Brokers;

/// <summary>A broker on loopback that the bench started.</summary>
internal interface IBroker : IAsyncDisposable
{
    /// <summary>What <c>--brokers</c> calls it.</summary>
    string Name { get; }

    /// <summary>Its port.</summary>
    int Port { get; }

    /// <summary>The id of its process.</summary>
    int ProcessId { get; }
}
