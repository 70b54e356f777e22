using System.Text.Json;
using Moi.Daemon.Files;
using Moi.Daemon.Keys;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Verbs;

/// <summary>Finds the files that a path means.</summary>
internal sealed class FilesVerb(Destinations destinations) : IReadingVerb
{
    public string Name => Verb.Files;

    public async ValueTask<JsonElement> ReadAsync(Request request, CancellationToken cancellationToken)
    {
        string path = destinations.Resolve(Arguments.Of(request, MessageJson.Wire.FilesArguments).Path);

        // Off the thread that hands out messages: a slow disk must not hold them up.
        IReadOnlyList<FoundFile> files = await Task.Run(() => FileFinder.Find(path, cancellationToken), cancellationToken).ConfigureAwait(false);
        return JsonSerializer.SerializeToElement(new FilesValue(files), MessageJson.Wire.FilesValue);
    }
}
