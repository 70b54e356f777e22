using System.Collections.Concurrent;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Jobs;

/// <summary>The runs whose output an operator follows.</summary>
internal sealed class LiveOutputs
{
    private readonly ConcurrentDictionary<(string Operator, string Id), LiveOutput> _live = new();

    /// <summary>Enters a run, until it is left.</summary>
    public void Enter(Request request, LiveOutput output) => _live[(request.Operator, request.Id)] = output;

    /// <summary>The run has ended.</summary>
    public void Leave(Request request) => _live.TryRemove((request.Operator, request.Id), out _);

    /// <summary>Some of its output was fetched.</summary>
    public void Fetched(string @operator, string id) => _live.GetValueOrDefault((@operator, id))?.Fetched();
}
