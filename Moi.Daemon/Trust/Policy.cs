using System.Text.Json;
using Moi.Daemon.Keys;
using Moi.Daemon.Verbs;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Trust;

/// <summary>What the device's owner lets operators do.</summary>
/// <param name="options">The remote: whether it is restricted, its operators, and where its destinations are by its configuration.</param>
/// <param name="destinations">What operators call places. Keys can lead it elsewhere, so only where a place really is counts.</param>
internal sealed class Policy(RemoteOptions options, Destinations destinations)
{
    private readonly Dictionary<string, Rules> _rules =
        (options.Operators ?? []).ToDictionary(known => known.Name, known => new Rules(known), StringComparer.Ordinal);

    /// <summary>Why a request is not allowed; null where it is.</summary>
    /// <param name="request">The request, whose operator is the one that was verified if any was.</param>
    public Fault? ReasonToRefuse(Request request)
    {
        string? reason = options.IsRestricted && request.Verb is not (Verb.Get or Verb.Clock)
            ? "This remote is restricted: its keys can be read, and nothing else."
            : _rules.TryGetValue(request.Operator, out Rules? rules) ? Judge(request, rules) : null;
        return reason is null ? null : new Fault(FaultCode.NotAllowed, reason);
    }

    private string? Judge(Request request, Rules rules)
    {
        KnownOperator known = rules.Operator;
        if (known.Verbs is { } verbs && request.Verb is not (Verb.Clock or Verb.Cancel) && !verbs.Contains(request.Verb, StringComparer.Ordinal))
        {
            return $"This remote does not allow '{request.Verb}' to {known.Name}.";
        }

        if (known is { Destinations: null, Commands: null })
        {
            return null;
        }

        try
        {
            return request.Verb switch
            {
                Verb.Run => Judge(Arguments.Of(request, MessageJson.Wire.RunArguments), rules),
                Verb.Start => Judge(Arguments.Of(request, MessageJson.Wire.StartArguments).Run, rules),
                Verb.Push => JudgePlace(Arguments.Of(request, MessageJson.Wire.PushArguments).Destination, known),
                Verb.Pull => JudgePlace(Arguments.Of(request, MessageJson.Wire.PullArguments).Path, known),
                Verb.Files => JudgePattern(Arguments.Of(request, MessageJson.Wire.FilesArguments).Path, known),
                Verb.Folders => Judge(Arguments.Of(request, MessageJson.Wire.FoldersArguments), known),
                _ => null,
            };
        }
        catch (JsonException e)
        {
            // What cannot be read can neither be judged nor carried out.
            return $"The arguments cannot be read: {e.Message}";
        }
        catch (VerbException e)
        {
            return e.Fault.Message;
        }
    }

    private string? Judge(RunArguments run, Rules rules)
    {
        // Before .NET 9 it may be null.
        if (run is not { Command: not null })
        {
            throw new JsonException("There is no command.");
        }

        if (rules.Commands is { } commands)
        {
            if (!commands.Any(pattern => pattern.Allows(run.Command)))
            {
                return $"This remote does not allow that command to {rules.Operator.Name}.";
            }

            if (run is { Environment.Count: > 0 } or { Stdin: not null })
            {
                return $"This remote lets {rules.Operator.Name} give commands neither an environment nor standard input.";
            }
        }

        return run.Directory is null
            ? JudgePlace("home", rules.Operator, options.Home)
            : JudgePlace(run.Directory, rules.Operator);
    }

    private string? Judge(FoldersArguments folders, KnownOperator known) => (folders.Folders ?? throw new JsonException("There are no folders."))
        .Select(folder => JudgePlace($"{folders.Destination}/{folder}", known))
        .Prepend(JudgePlace(folders.Destination, known))
        .FirstOrDefault(reason => reason is not null);

    /// <remarks>What a wildcard above the last part means may lead anywhere, so there is none.</remarks>
    private string? JudgePattern(string pattern, KnownOperator known)
    {
        int last = (pattern ?? throw new JsonException("There is no path.")).LastIndexOf('/') + 1;
        bool hasWildcards = pattern.AsSpan().IndexOfAny('*', '?', '[') >= 0;
        return hasWildcards && known.Destinations is not null && pattern.AsSpan(0, last).IndexOfAny('*', '?', '[') >= 0
            ? $"This remote lets {known.Name} use wildcards in the last part of a path only."
            : JudgePlace(hasWildcards ? pattern[..last] : pattern, known);
    }

    /// <remarks>Some look at a path as it is written, without its <c>..</c>, and some follow its links first; it has to be allowed both ways.</remarks>
    private string? JudgePlace(string place, KnownOperator known, string? alsoAllowed = null)
    {
        if (known.Destinations is not { } allowed)
        {
            return null;
        }

        string path = destinations.Resolve(place);
        List<string> folders = [.. allowed.Select(FolderOf).Append(alsoAllowed).OfType<string>().Select(RealPath.Of)];
        return ((string[])[RealPath.Of(path), RealPath.Of(Path.GetFullPath(path))]).All(real => folders.Exists(folder => RealPath.IsWithin(real, folder)))
            ? null
            : $"This remote lets {known.Name} use {string.Join(", ", allowed)} and what is below, and '{place}' is not there.";
    }

    private string FolderOf(string destination) => destination switch
    {
        "home" => options.Home,
        "tmp" => options.Temporary,
        "bin" => options.Bin,
        "self" => options.Self,
        _ => options.Destinations[destination],
    };

    private sealed class Rules(KnownOperator known)
    {
        public KnownOperator Operator => known;

        public IReadOnlyList<CommandPattern>? Commands { get; } = known.Commands is null ? null : [.. known.Commands.Select(text => new CommandPattern(text))];
    }
}
