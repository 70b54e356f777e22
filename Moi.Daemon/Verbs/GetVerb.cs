using System.Text.Json;
using Moi.Daemon.Keys;
using Moi.Protocol.Filters;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Verbs;

/// <summary>Reads keys.</summary>
internal sealed class GetVerb(RemoteKeys keys) : IReadingVerb
{
    public string Name => Verb.Get;

    public ValueTask<JsonElement> ReadAsync(Request request, CancellationToken cancellationToken)
    {
        GetArguments arguments = Arguments.Of(request, MessageJson.Wire.GetArguments);
        JsonElement[] values = new JsonElement[arguments.Keys.Count];
        for (int i = 0; i < values.Length; i++)
        {
            if (!KeyPath.TryParse(arguments.Keys[i], out KeyPath? path))
            {
                throw new VerbException(FaultCode.BadRequest, $"'{arguments.Keys[i]}' cannot be the name of a key.");
            }

            values[i] = path.Read(keys).Value ?? Json.Null;
        }

        return ValueTask.FromResult(JsonSerializer.SerializeToElement(values, DaemonJson.Default.JsonElementArray));
    }
}
