using System.Text.Json;
using Moi.Protocol.Messages;
using Moi.Testing;

namespace Moi.Daemon.Tests.Jobs.Book;

/// <summary>Asks for jobs as an operator does.</summary>
internal static class JobRequests
{
    public static Request Start(this RawOperator asker, string command, string? name = null, int outputLimit = 1 << 20) => asker.Request(
        Verb.Start,
        JsonSerializer.Serialize(
            new StartArguments { Name = name, Run = new RunArguments { Command = command, OutputLimit = outputLimit } },
            MessageJson.Wire.StartArguments));

    public static Request Wait(this RawOperator asker, JobSelection selection) => asker.Request(Verb.Wait, Json(selection));

    public static Request Stop(this RawOperator asker, JobSelection selection) => asker.Request(Verb.Stop, Json(selection));

    public static Request Jobs(this RawOperator asker, JobSelection selection) => asker.Request(Verb.Jobs, Json(selection));

    public static JobSelection Named(params string[] names) => new() { Names = names };

    public static JobSelection WithId(params string[] ids) => new() { Ids = ids };

    /// <summary>Starts a job, and gives its id.</summary>
    public static async Task<string> StartJobAsync(this RawOperator asker, string command, string? name = null)
    {
        Reply started = await asker.AskAsync(asker.Start(command, name));
        Assert.Null(started.Error);
        return JsonSerializer.Deserialize(started.Value!.Value, MessageJson.Wire.JobValue)!.Id;
    }

    public static IReadOnlyList<JobValue> JobsIn(Reply reply)
    {
        Assert.Null(reply.Error);
        return reply.Value!.Value.Deserialize(MessageJson.Wire.IReadOnlyListJobValue)!;
    }

    private static string Json(JobSelection selection) => JsonSerializer.Serialize(selection, MessageJson.Wire.JobSelection);
}
