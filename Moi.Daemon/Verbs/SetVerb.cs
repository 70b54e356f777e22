using System.Text.Json;
using Moi.Daemon.Keys;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Verbs;

/// <summary>Changes keys.</summary>
internal sealed class SetVerb(RemoteKeys keys) : IKeyVerb
{
    public string Name => Verb.Set;

    public IReadOnlyList<KeyChange> ChangesOf(Request request)
    {
        SetArguments arguments = Arguments.Of(request, MessageJson.Wire.SetArguments);
        List<KeyChange> changes =
        [
            .. (arguments.Set ?? Nothing<JsonElement>()).Select(pair => KeyChange.Set(Writable(pair.Key), pair.Value)),
            .. Each(arguments.Add, KeyChange.AddToArray),
            .. Each(arguments.Remove, KeyChange.RemoveFromArray),
        ];
        return changes.Count > 0
            ? changes
            : throw new VerbException(FaultCode.BadRequest, "The request changes no key.");
    }

    private IEnumerable<KeyChange> Each(
        IReadOnlyDictionary<string, IReadOnlyList<JsonElement>>? elements, Func<string, JsonElement, KeyChange> change) =>
        (elements ?? Nothing<IReadOnlyList<JsonElement>>())
            .SelectMany(pair => (pair.Value ?? throw new JsonException($"There is no array for the key '{pair.Key}'."))
                .Select(element => change(Writable(pair.Key), element)));

    private string Writable(string key) => keys.IsProtected(key)
        ? throw new VerbException(FaultCode.KeyRejected, $"The key '{key}' is the daemon's own and cannot be set.")
        : key;

    private static Dictionary<string, T> Nothing<T>() => [];
}
