using Moi.Protocol.Messages;
using Moi.Protocol.Transport;

namespace Moi.PowerShell.Fleet;

/// <summary>How one question reaches the remotes.</summary>
internal interface IPost
{
    /// <summary>Sends it to all who are meant.</summary>
    /// <exception cref="BrokerException">The broker refused it.</exception>
    Task AskAsync(CancellationToken cancellationToken);

    /// <summary>Sends the same bytes to one remote again. Whether that works is not waited for: the roll goes on counting.</summary>
    void AskAgain(string id);

    /// <summary>Whether a reply is one between the remote and the post, such as a question what time it is, and no word on what was asked.</summary>
    bool TakesAnswer(string id, Reply reply);

    /// <summary>Makes sure that those who did not answer are to blame, and not the operator's own connection.</summary>
    /// <param name="missing">How many have not answered.</param>
    /// <param name="all">How many were asked.</param>
    /// <exception cref="BrokerException">The connection is lost.</exception>
    void RequireConnection(int missing, int all);
}
