using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Moi.Daemon;
using Moi.Daemon.Jobs;
using Moi.Daemon.Keys;
using Moi.Daemon.Trust;
using Moi.Daemon.Verbs;
using Moi.Protocol.Filters;
using Moi.Protocol.Messages;
using Moi.Protocol.Trust;

namespace Moi.Fuzz.Parsers;

/// <summary>The arguments of every verb, judged by a policy and read by what is done with them; nothing is done.</summary>
internal sealed class ArgumentsParser
{
    /// <summary>Whether the protocol is built for .NET 9 or later. The demo's is not; there a verb that meets a null fails, and says so.</summary>
    private static readonly bool RefusesNulls = AreNullsRefused();

    private readonly Destinations _destinations;
    private readonly GetVerb _get;
    private readonly SetVerb _set;
    private readonly Policy _policy;

    public ArgumentsParser(RemoteKeys keys)
    {
        _destinations = new Destinations(keys);
        _get = new GetVerb(keys);
        _set = new SetVerb(keys);
        using var key = OperatorKey.Create();
        KnownOperator limited = new() { Name = "steve", Key = key.Public, Destinations = ["tmp"], Commands = ["df *"], Verbs = Verb.All };
        _policy = new Policy(OpenStore.Options with { Operators = [limited] }, _destinations);
    }

    /// <summary>The verb stands before the arguments, up to a line feed.</summary>
    public FuzzedParser Parser => new("arguments", 64 * 1024, input =>
    {
        int end = Array.IndexOf(input, (byte)'\n');
        string verb = end < 0 ? string.Empty : Inputs.Text(input[..end]);
        try
        {
            Request request = new()
            {
                Version = Request.CurrentVersion,
                Id = "id",
                Operator = "steve",
                User = "u",
                Session = "s",
                Audience = Audience.Everyone,
                Verb = verb,
                Arguments = Inputs.Json(input[(end + 1)..]),
                IssuedAt = 0,
                TimeToLive = 1,
            };
            Fault? refused = _policy.ReasonToRefuse(request);
            return $"{verb} {refused is null} {Read(request)}";
        }
        catch (Exception refusal) when (refusal is JsonException or VerbException or KeyRejectedException || (!RefusesNulls && IsOfNull(refusal)))
        {
            return $"{verb} {refusal.Message}";
        }
    });

    private static bool IsOfNull(Exception e) =>
        e is NullReferenceException or ArgumentNullException && e.StackTrace?.Contains(nameof(Policy), StringComparison.Ordinal) is not true;

    private static bool AreNullsRefused()
    {
        try
        {
            JsonSerializer.Deserialize("""{"keys":null}""", MessageJson.Wire.GetArguments);
            return false;
        }
        catch (JsonException)
        {
            return true;
        }
    }

    private string Read(Request request) => request.Verb switch
    {
        Verb.Get => _get.ReadAsync(request, CancellationToken.None).AsTask().GetAwaiter().GetResult().ValueKind.ToString(),
        Verb.Set => Applied(_set.ChangesOf(request)),
        Verb.Join or Verb.Leave => JoinVerb.GroupOf(request).Group,
        Verb.Run => Spec(Of(request, MessageJson.Wire.RunArguments)),
        Verb.Start => Spec(Of(request, MessageJson.Wire.StartArguments).Run),
        Verb.Push => Of(request, MessageJson.Wire.PushArguments).File.FindProblem() ?? "file",
        Verb.Folders => string.Join(',', Of(request, MessageJson.Wire.FoldersArguments).Folders.Select(folder => folder.Length)),
        Verb.Files => LikePattern.TryParse(_destinations.Resolve(Of(request, MessageJson.Wire.FilesArguments).Path), out _, out string? fault) ? "pattern" : fault,
        Verb.Pull => Of(request, MessageJson.Wire.PullArguments).Path,
        Verb.Output => Of(request, MessageJson.Wire.OutputArguments).Stream,
        Verb.Cancel => Of(request, MessageJson.Wire.CancelArguments).Request,
        Verb.Jobs or Verb.Wait or Verb.Stop => Of(request, MessageJson.Wire.JobSelection).IdsFor("r1")?.Count.ToString() ?? "all",
        _ => "none",
    };

    private static T Of<T>(Request request, JsonTypeInfo<T> type)
        where T : class => Arguments.Of(request, type);

    /// <summary>What the runner is handed is what it reads.</summary>
    private string Spec(RunArguments arguments)
    {
        CommandSpec spec = CommandRequest.SpecOf("id", arguments, _destinations);
        CommandSpec read = CommandSpecJson.Read(CommandSpecJson.Write(spec));
        FuzzedParser.Promise(read.Environment.Count == spec.Environment.Count, "a runner reads what it was handed");
        return spec.Stdin is null ? "command" : "command with input";
    }

    private static string Applied(IReadOnlyList<KeyChange> changes)
    {
        foreach (KeyChange change in changes)
        {
            change.After(CompactJson.Null);
        }

        return $"{changes.Count} changes";
    }
}
