using Moi.Daemon.Jobs.Book;
using Moi.Protocol.Filters;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Verbs;

/// <summary>Finds the jobs that a request means.</summary>
internal static class SelectedJobs
{
    /// <summary>All that are kept, or those with a matching name; the oldest first.</summary>
    /// <exception cref="VerbException">A name is no pattern.</exception>
    public static IReadOnlyList<Job> Listed(this JobBook book, JobSelection selection, string remote)
    {
        if (selection.IdsFor(remote) is { } ids)
        {
            return book.WithIds(ids);
        }

        IReadOnlyList<LikePattern>? names = Patterns(selection.Names);
        return [.. book.All.Where(job => names is null || Matches(names, job))];
    }

    /// <summary>Those that are to be waited for or stopped: by id, or the latest of each matching name, or all that run.</summary>
    /// <exception cref="VerbException">There are none, or a name is no pattern.</exception>
    public static IReadOnlyList<Job> Meant(this JobBook book, JobSelection selection, string remote)
    {
        List<Job> jobs = selection switch
        {
            _ when selection.IdsFor(remote) is { } ids => book.WithIds(ids),
            { Names: { } names } => LatestOf(book, Patterns(names)!),
            _ => [.. book.All.Where(job => job.IsRunning)],
        };
        return jobs.Count > 0 ? jobs : throw None(selection, remote);
    }

    private static List<Job> WithIds(this JobBook book, IReadOnlyList<string> ids) =>
        [.. Few(ids).Distinct(StringComparer.Ordinal).Select(book.Find).OfType<Job>()];

    private static List<Job> LatestOf(JobBook book, IReadOnlyList<LikePattern> names) =>
    [
        .. book.All
            .Where(job => Matches(names, job))
            .GroupBy(job => job.Record.Name, StringComparer.Ordinal)
            .Select(named => named.Last()),
    ];

    private static bool Matches(IReadOnlyList<LikePattern> names, Job job) =>
        names.Any(name => name.IsMatch(job.Record.Name, ignoreCase: true));

    private static List<LikePattern>? Patterns(IReadOnlyList<string>? names)
    {
        try
        {
            return names is null ? null : [.. Few(names).Select(LikePattern.Parse)];
        }
        catch (FormatException e)
        {
            throw new VerbException(FaultCode.BadRequest, e.Message);
        }
    }

    private static IEnumerable<string> Few(IReadOnlyList<string> given) => given.Count <= JobSelection.Most
        ? given.OfType<string>()
        : throw new VerbException(FaultCode.BadRequest, $"{given.Count} jobs are asked for at once; {JobSelection.Most} is the most.");

    private static VerbException None(JobSelection selection, string remote) => new(FaultCode.NoSuchJob, selection switch
    {
        _ when selection.IdsFor(remote) is { Count: > 0 } ids => $"There is no job {string.Join(", ", ids)} here (any more).",
        { Names: { } names } => $"There is no job called {string.Join(" or ", names)} here (any more).",
        _ => "No job runs here.",
    });
}
