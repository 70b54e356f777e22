using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Moi.PowerShell;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Fleet.Files;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;
using Moi.Protocol.Transport;

namespace Moi.Faults.Operators;

/// <summary>Does one deed after another, of random kinds, to everyone or to one remote.</summary>
internal sealed class Worker(FleetConnection fleet, string name, Random random, string folder)
{
    private const int LargestFile = 600_000;
    private const int FileNames = 4;
    private const int Stopped = -2;

    /// <summary>What a deed may take at the most.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(60);

    private static readonly JsonElement NoKeys = JsonSerializer.SerializeToElement(new GetArguments([]), MessageJson.Wire.GetArguments);

    private int _number;

    /// <summary>Does one deed: gives it before it is begun, and when it is over.</summary>
    public async IAsyncEnumerable<Deed> DoAsync()
    {
        Target target = SomeTarget();
        if (target.Expected.Count == 0)
        {
            // Nobody was heard of yet.
            await Task.Delay(20);
            yield break;
        }

        Deed deed = new()
        {
            Id = $"{name}-{_number++}",
            Kind = SomeKind(),
            Expected = [.. target.Expected.Select(remote => remote.Id)],
            ExitCode = random.Next(4) == 0 ? random.Next(1, 100) : 0,
        };
        if (deed.Kind == DeedKind.File)
        {
            string path = WriteFile();
            deed = deed with
            {
                File = Path.GetFileName(path),
                Sha256 = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(path))).ToLowerInvariant(),
            };
            yield return deed;
            yield return deed with { End = await EndAsync(SendAsync(path, target), _ => null) };
            yield break;
        }

        yield return deed;
        yield return deed with { End = await EndAsync(deed, target) };
    }

    private DeedKind SomeKind() => random.Next(10) switch
    {
        < 3 => DeedKind.Key,
        < 6 => DeedKind.Run,
        < 8 => DeedKind.Job,
        8 => DeedKind.File,
        _ => DeedKind.Read,
    };

    private Target SomeTarget()
    {
        Target everyone = new Selection().Resolve(fleet.Presence);
        return random.Next(3) > 0 || everyone.Expected.Count == 0
            ? everyone
            : Target.Exactly([everyone.Expected[random.Next(everyone.Expected.Count)]], stage: null);
    }

    private async IAsyncEnumerable<AskEvent> SendAsync(string path, Target target)
    {
        FileSends sends = new(fleet, target, Patience, "home");
        await foreach (SendEvent sent in sends.RunAsync([new SendPlan(path, string.Empty)], CancellationToken.None))
        {
            yield return sent.Happened;
        }
    }

    private string WriteFile()
    {
        byte[] content = new byte[random.Next(4) == 0 ? random.Next(2) : random.Next(LargestFile)];
        random.NextBytes(content);
        string path = Path.Combine(folder, $"{name}-{random.Next(FileNames)}");
        File.WriteAllBytes(path, content);
        return path;
    }

    private Task<DeedEnd> EndAsync(Deed deed, Target target) => deed.Kind switch
    {
        DeedKind.Key => EndAsync(fleet.AskAsync(Ask(Verb.Set, Json(new SetArguments { Set = ValueOf(deed) }, MessageJson.Wire.SetArguments), target)), _ => null),
        DeedKind.Run => EndAsync(fleet.AskAsync(Ask(Verb.Run, Json(Leaving("ran", deed), MessageJson.Wire.RunArguments), target)), ExitCodeOfRun),
        DeedKind.Job => JobAsync(deed, target),
        _ => EndAsync(fleet.AskAsync(Ask(Verb.Get, NoKeys, target)), _ => null),
    };

    /// <summary>A job is started, and those that have started it are waited for.</summary>
    private async Task<DeedEnd> JobAsync(Deed deed, Target target)
    {
        Question start = Ask(Verb.Start, Json(new StartArguments { Run = Leaving("jobs", deed) }, MessageJson.Wire.StartArguments), target);
        DeedEnd started = await EndAsync(fleet.AskAsync(start), _ => null);
        HashSet<string> running = [.. started.Words.Where(word => word.Word == DeedWord.Done).Select(word => word.Remote)];
        if (running.Count == 0)
        {
            return started with { Words = [.. started.Words.Select(word => word with { Word = $"start {word.Word}" })] };
        }

        List<RemotePresence> begun = [.. target.Expected.Where(remote => running.Contains(remote.Id)).Select(remote => fleet.Presence.Find(remote.Id) ?? remote)];
        Question wait = Ask(Verb.Wait, Json(new JobSelection { Ids = [start.Id] }, MessageJson.Wire.JobSelection), Target.Exactly(begun, stage: null));
        DeedEnd ended = await EndAsync(fleet.AskAsync(wait with { Roll = wait.Roll with { Grace = TimeSpan.FromSeconds(20) } }), ExitCodeOfJob);
        return new DeedEnd(
            [
                .. started.Words.Where(word => word.Word != DeedWord.Done).Select(word => word with { Word = $"start {word.Word}" }),
                .. ended.Words.Select(word => word.Word == DeedWord.Done ? word : word with { Word = $"wait {word.Word}" }),
            ],
            started.Failure ?? ended.Failure,
            started.Seconds + ended.Seconds);
    }

    private static async Task<DeedEnd> EndAsync(IAsyncEnumerable<AskEvent> events, Func<Reply, int?> exitCode)
    {
        List<DeedWord> words = [];
        long begun = Stopwatch.GetTimestamp();
        string? failure = null;
        try
        {
            await foreach (AskEvent happened in events)
            {
                if (happened is AskEvent.Settled { Outcome: var outcome })
                {
                    words.Add(outcome switch
                    {
                        { Succeeded: true } => WordOf(outcome, exitCode),
                        { Reply: { } reply } => new DeedWord(outcome.Id, reply.Error?.Code ?? reply.Kind.ToString()),
                        _ => new DeedWord(outcome.Id, outcome.Absence!.Kind.ToString()),
                    });
                }
            }
        }
        catch (Exception e) when (e is BrokerException or MoiException)
        {
            failure = e.Message;
        }

        return new DeedEnd(words, failure, Stopwatch.GetElapsedTime(begun).TotalSeconds);
    }

    private Question Ask(string verb, JsonElement arguments, Target target) => new(
        verb, arguments, target, Patience with { Changes = verb != Verb.Get });

    private RollOptions Patience => new() { Silence = fleet.Settings.Silence, Total = Limit };

    /// <summary>A command that leaves the deed's name in a file, once each time it runs.</summary>
    private RunArguments Leaving(string file, Deed deed) => new()
    {
        Command = string.Create(
            CultureInfo.InvariantCulture, $"echo {deed.Id} >> {file}; sleep {random.Next(4) * 0.1:0.0}; exit {deed.ExitCode}"),
    };

    private static Dictionary<string, JsonElement> ValueOf(Deed deed) =>
        new() { [deed.Id] = JsonSerializer.SerializeToElement(deed.Id) };

    /// <summary>A command that was stopped, because its daemon was or its operator, did not do what it should; that is said, too.</summary>
    private static DeedWord WordOf(Outcome outcome, Func<Reply, int?> exitCode)
    {
        int? code = exitCode(outcome.Reply!);
        return code == Stopped ? new DeedWord(outcome.Id, "stopped") : new DeedWord(outcome.Id, DeedWord.Done, code);
    }

    private static int? ExitCodeOfRun(Reply reply) =>
        reply.Value!.Value.Deserialize(MessageJson.Wire.RunValue)! is { Ending: RunEnding.Exited } run ? run.ExitCode : Stopped;

    private static int? ExitCodeOfJob(Reply reply) =>
        reply.Value!.Value.Deserialize(MessageJson.Wire.IReadOnlyListJobValue)!.Single() is { State: JobState.Exited, Result: { } result }
            ? result.ExitCode
            : -1;

    private static JsonElement Json<T>(T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.SerializeToElement(value, type);
}
