using System.Runtime.CompilerServices;
using System.Text.Json;
using Moi.Daemon.Files;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Transfer;

namespace Moi.PowerShell.Fleet.Files;

/// <summary>Sends files to the same remotes, each as a question of its own.</summary>
/// <param name="fleet">The connection.</param>
/// <param name="target">Who is to take them.</param>
/// <param name="roll">How long to wait for them.</param>
/// <param name="destination">The folder on the remotes.</param>
internal sealed class FileSends(FleetConnection fleet, Target target, RollOptions roll, string destination)
{
    /// <summary>How many files are under way at once: small ones do not wait for each other's round trips, and a remote takes no more at a time.</summary>
    private const int AtOnce = 4;

    /// <summary>After a crash, a remote takes the request up again for so long.</summary>
    private const int TimeToLive = 3600;

    /// <summary>How long a remote that went offline has to come back and go on.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>The permission bits the files get; null for those they have, or, on Windows, those that their kind suggests.</summary>
    public int? Mode { get; init; }

    /// <summary>The permission bits they get beside those.</summary>
    public int AddedMode { get; init; }

    /// <summary>The largest block, in bytes; the broker may take only smaller ones.</summary>
    public int BlockSize { get; init; } = BlockLayout.UsualBlock;

    /// <summary>Whether no other remote can read the blocks.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Sends the files, several at a time.</summary>
    /// <exception cref="MoiException">A file cannot be read, or was changed meanwhile.</exception>
    /// <exception cref="Protocol.Transport.BrokerException">As <see cref="FleetConnection.AskAsync"/>.</exception>
    public IAsyncEnumerable<SendEvent> RunAsync(IEnumerable<SendPlan> plans, CancellationToken cancellationToken) =>
        ManyAtOnce.RunAsync(plans, AtOnce, SendAsync, cancellationToken);

    private async IAsyncEnumerable<SendEvent> SendAsync(SendPlan plan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using FileSource source = Open(plan.LocalPath, cancellationToken);
        FileManifest manifest = source.Manifest with { Mode = source.Manifest.Mode | AddedMode };
        PushArguments arguments = new() { Destination = SendPlan.Below(destination, plan.Folder), File = manifest };
        Question question = new(
            Verb.Push, JsonSerializer.SerializeToElement(arguments, MessageJson.Wire.PushArguments), target, roll with { Changes = true, Grace = Grace })
        { IsCancelled = true, TimeToLive = TimeToLive };
        FileSending sending = new(fleet, source, question) { IsPrivate = IsPrivate };
        await foreach (AskEvent happened in sending.RunAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return new SendEvent(plan, question, manifest, happened);
        }
    }

    private FileSource Open(string path, CancellationToken cancellationToken)
    {
        int largest = fleet.Transfers.LargestBlock(BlockSize);
        try
        {
            return FileSource.Open(path, Mode, largest, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MoiException($"'{path}' cannot be read: {e.Message}", e);
        }
    }
}
