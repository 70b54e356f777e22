using Moi.Protocol.Messages;

namespace Moi.PowerShell.Fleet;

/// <summary>
/// A question that was answered, as the stage before another: its remotes can then be addressed by it, with one short message
/// however many they are.
/// </summary>
/// <param name="request">The question's request.</param>
internal sealed class Stage(string request)
{
    /// <summary>
    /// Up to so many remotes are named one by one, which works even where a daemon was restarted in between. Everyone who
    /// listens gets the whole list, so a longer one costs the broker more than it is worth.
    /// </summary>
    private const int NamedOneByOne = 100;

    private readonly HashSet<string> _succeeded = new(StringComparer.Ordinal);

    /// <summary>Enters a remote that succeeded.</summary>
    public void Add(string id)
    {
        lock (_succeeded)
        {
            _succeeded.Add(id);
        }
    }

    /// <summary>How to address these remotes, all of which succeeded here; null where naming them is as good.</summary>
    public Audience? AudienceFor(IReadOnlyCollection<string> ids)
    {
        if (ids.Count <= NamedOneByOne)
        {
            return null;
        }

        lock (_succeeded)
        {
            List<string> except = [.. _succeeded.Except(ids, StringComparer.Ordinal)];
            return ids.All(_succeeded.Contains) && except.Count < ids.Count
                ? new Audience { SucceededIn = new StageAudience(request, except) }
                : null;
        }
    }
}
