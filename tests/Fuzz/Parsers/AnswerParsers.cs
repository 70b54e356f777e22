using System.Text;
using System.Text.Json;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Objects;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;

namespace Moi.Fuzz.Parsers;

/// <summary>What an operator is sent by remotes, any of which may be hostile.</summary>
internal static class AnswerParsers
{
    private const int LargestMessage = 64 * 1024;

    public static IEnumerable<FuzzedParser> All =>
    [
        FuzzedParser.Refusing<JsonException>("presence", LargestMessage, Hear),
        FuzzedParser.Refusing<JsonException>("reply", LargestMessage, input => Used(Reply.Read(input))),
        FuzzedParser.Refusing<JsonException>("answer", LargestMessage, Read),
    ];

    private static string Hear(byte[] input)
    {
        PresenceBook book = new();
        book.Hear("r1", Encoding.UTF8.GetBytes(
            """{"id":"r1","addr":"10.0.0.1","name":"frodo","moid":"1","arch":"arm64","online":true,"inc":"6f9619ff-8b86-d011-b42d-00c04fc964ff","epoch":3}"""), false, null);
        RemotePresence? heard = book.Hear("r1", input, retained: true, TimeSpan.FromDays(1));
        if (heard is null)
        {
            return input.Length == 0 ? "gone" : "old news";
        }

        FuzzedParser.Promise(heard.Id == "r1", "a remote speaks for itself only");
        FuzzedParser.Promise(!heard.Address.Concat(heard.Name).Any(char.IsControl), "what is shown steers no terminal");
        FuzzedParser.Promise(heard.Message.Warnings?.Any(warning => warning is null) is not true, "no warning is null");
        return $"{heard.State} {heard.Clashes} {heard.Message.Farewell} {new PresenceKeys(heard).Read("arch").Value?.ValueKind}";
    }

    private static string Used(Reply reply)
    {
        FuzzedParser.Promise(!reply.Address.Concat(reply.Name).Any(char.IsControl), "what is shown steers no terminal");
        AskEvent.Grew.Of(null, reply);
        AskEvent.Offered? offered = AskEvent.Offered.Of(reply);
        return $"{reply.Kind} {reply.Error?.Code} {offered?.Offer.File.FindProblem()}";
    }

    /// <summary>The value of an answer, as each command reads it. Which one stands before it, up to a line feed.</summary>
    private static string Read(byte[] input)
    {
        int end = Array.IndexOf(input, (byte)'\n');
        string command = end < 0 ? string.Empty : Inputs.Text(input[..end]);
        Outcome outcome = new()
        {
            Id = "r1",
            Address = "10.0.0.1",
            Name = "frodo",
            WasExpected = true,
            Reply = new Reply { Request = "id", Kind = ReplyKind.Done, Address = "10.0.0.1", Name = "frodo", Value = Inputs.Json(input[(end + 1)..]) },
        };
        return command + command switch
        {
            "run" => Shown(Answer.RunOf(outcome)),
            "job" => JobObjects.Of(outcome, Answer.JobOf(outcome)).State.ToString(),
            "jobs" => string.Concat(Answer.JobsOf(outcome).Select(job => JobObjects.ResultOf(outcome, job, (_, stream) => new RunOutput(stream)).State)),
            "files" => string.Concat(Answer.FilesOf(outcome).Select(file => Path.GetExtension(FetchName(file)))),
            "push" => Answer.PushOf(outcome).Path,
            "output" => Answer.OutputOf(outcome).Data.Length.ToString(System.Globalization.CultureInfo.InvariantCulture),
            "time" => Answer.TimeOf(outcome).LocalDateTime.Kind.ToString(),
            _ => string.Empty,
        };
    }

    private static string FetchName(FoundFile file) => PowerShell.Fleet.Files.FetchPlan.NameOf(file.Path);

    private static string Shown(RunValue value) =>
        $"{value.Ending} {new RunOutput(value.Stdout).Text.Length} {new RunOutput(value.Stderr).NextMissing} {Answer.Duration(value.DurationMilliseconds)}";
}
