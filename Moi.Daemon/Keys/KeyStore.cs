using System.Text.Json;

namespace Moi.Daemon.Keys;

/// <summary>The keys of a store: named JSON values that survive power loss at any moment.</summary>
public sealed class KeyStore
{
    private readonly StoreWriter _writer;
    private readonly StoreLimits _limits;

    internal KeyStore(StoreWriter writer, StoreLimits limits)
    {
        _writer = writer;
        _limits = limits;
    }

    /// <summary>The value of a key; false when there is none. Never waits.</summary>
    public bool TryGet(string name, out JsonElement value) => _writer.State.Keys.Values.TryGetValue(name, out value);

    /// <summary>All keys at this moment; does not change afterwards. Never waits.</summary>
    public IReadOnlyDictionary<string, JsonElement> Snapshot() => _writer.State.Keys.Values;

    /// <summary>
    /// Applies all changes, in order, or none; returns when they are on disk. Requests are applied in order of arrival.
    /// </summary>
    /// <exception cref="KeyRejectedException">One of them breaks a rule; none was applied.</exception>
    /// <exception cref="StoreException">They could not be written; none was applied.</exception>
    /// <exception cref="OperationCanceledException">None was applied.</exception>
    public Task ApplyAsync(IReadOnlyList<KeyChange> changes, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return _writer.ChangeAsync(
            state =>
            {
                IReadOnlyDictionary<string, JsonElement> difference = state.Keys.Difference(changes, _limits);
                return new Decision<bool>(true, difference.Count == 0 ? null : new StoreRecord { Keys = difference });
            },
            cancellation);
    }
}
