using System.Text.Json;
using Moi.Daemon.Verbs;

namespace Moi.Daemon.Keys;

/// <summary>Turns what an operator calls a place into a path: a destination's name, <c>~</c>, or a path of the device.</summary>
internal sealed class Destinations(RemoteKeys keys)
{
    /// <summary>The names that can be used now.</summary>
    public IReadOnlyList<string> Names =>
        keys.Read("destinations").Value is { ValueKind: JsonValueKind.Array } names
            ? [.. names.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!)]
            : [];

    /// <summary>The path that <paramref name="place"/> means; whether it is there is not looked at.</summary>
    /// <param name="place">
    /// <c>home/x</c>, <c>tmp</c> and the like by the first part; <c>~</c> and <c>~/x</c> for home; an absolute path as it is;
    /// anything else below <c>self</c>.
    /// </param>
    public string Resolve(string place)
    {
        // No file has such a name, and what asks for one anyway is an error of the system's that says less.
        string? path = place is null ? null : PathTo(place);
        return path is null || path.Contains('\0', StringComparison.Ordinal)
            ? throw new VerbException(Protocol.Messages.FaultCode.BadRequest, "The request's path is missing, or has a NUL character in it.")
            : path;
    }

    /// <summary>The path of a folder that is there.</summary>
    /// <exception cref="VerbException">It is not.</exception>
    public string ResolveFolder(string place)
    {
        string folder = Resolve(place);
        return Directory.Exists(folder)
            ? folder
            : throw new VerbException(
                Protocol.Messages.FaultCode.NoDirectory,
                File.Exists(folder)
                    ? $"'{folder}' is a file: the destination is the folder that the file goes to."
                    : $"There is no folder '{folder}'. Destinations here are {string.Join(", ", Names)}; a path works too.");
    }

    private string PathTo(string place)
    {
        if (place == "~" || place.StartsWith("~/", StringComparison.Ordinal))
        {
            return Below(PathOf("home"), place[1..]);
        }

        if (place.StartsWith('/'))
        {
            return place;
        }

        int slash = place.IndexOf('/', StringComparison.Ordinal);
        string first = slash < 0 ? place : place[..slash];
        return Names.Contains(first, StringComparer.Ordinal)
            ? Below(PathOf(first), slash < 0 ? string.Empty : place[slash..])
            : Path.Combine(PathOf("self"), place);
    }

    private static string Below(string root, string rest) => rest.Length <= 1 ? root : root.TrimEnd('/') + rest;

    private string PathOf(string destination) =>
        keys.Read(destination).Value is { ValueKind: JsonValueKind.String } path && path.GetString() is { Length: > 0 } text
            ? text
            : throw new VerbException(
                Protocol.Messages.FaultCode.NoDirectory, $"The destination '{destination}' has no path: its key is not a text.");
}
