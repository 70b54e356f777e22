using System.Threading.Channels;
using Moi.Daemon.Files;
using Moi.Daemon.Verbs;
using Moi.Protocol.Messages;
using Moi.Protocol.Transfer;
using Moi.Protocol.Transport;

namespace Moi.PowerShell.Fleet.Files;

/// <summary>
/// Takes in a file that a remote offers, and puts it in its place when it is whole and right. A remote that was restarted offers it again,
/// and what is here already is not asked for again.
/// </summary>
internal sealed class FileTaking
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly FleetConnection _fleet;
    private readonly FetchPlan _plan;
    private readonly string _wants;
    private readonly int _window;
    private readonly TimeProvider _time = TimeProvider.System;
    private volatile FileReception? _reception;
    private volatile bool _isUseless;

    /// <param name="fleet">The connection.</param>
    /// <param name="plan">Which file.</param>
    /// <param name="transfer">Names the transfer.</param>
    /// <param name="window">How many bytes may be on the way at once.</param>
    public FileTaking(FleetConnection fleet, FetchPlan plan, string transfer, int window)
    {
        _fleet = fleet;
        _plan = plan;
        _wants = fleet.Topics.FileTo(transfer, plan.Id);
        _window = window;
        Publish = fleet.Transfers.PublishAsync;
    }

    /// <summary>Publishes what is lacking.</summary>
    public Func<string, ReadOnlyMemory<byte>, CancellationToken, Task> Publish { get; set; }

    /// <summary>How many bytes are here; to be looked at from any thread.</summary>
    public long Have => _reception?.Have ?? 0;

    /// <summary>What has come is of no use any more: it is deleted when the taking ends.</summary>
    public void GiveUp() => _isUseless = true;

    /// <summary>Returns when the file is in place.</summary>
    /// <param name="inbox">Its blocks.</param>
    /// <param name="offers">What the remote says of it, once for each life of its sender.</param>
    /// <param name="cancellationToken">Ends it; what has come stays for the next time.</param>
    /// <exception cref="VerbException">It cannot be taken, or is not what it was.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public async Task<FetchEvent> RunAsync(BlockInbox inbox, ChannelReader<PullOffer> offers, CancellationToken cancellationToken)
    {
        long started = _time.GetTimestamp();
        FileManifest file = (await offers.ReadAsync(cancellationToken).ConfigureAwait(false)).File;
        if ((file.Name == _plan.FileName ? file.FindProblem() : $"It is called '{file.Name}'.") is { } problem)
        {
            throw new VerbException(FaultCode.BadRequest, $"What it offers instead of '{_plan.FileName}' cannot be taken. {problem}");
        }

        if (FileHash.Matches(_plan.LocalPath, file.Size, file.Sha256, cancellationToken))
        {
            PartFile.SetMode(_plan.LocalPath, file.Mode);
            return new FetchEvent.Fetched(_plan, file, WasThere: true, 0, _time.GetElapsedTime(started));
        }

        using PartClaim claim = await _fleet.Parts.ClaimAsync(_plan.LocalPath, file.Sha256, cancellationToken).ConfigureAwait(false);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, claim.Ending);
        using PartFile part = OpenPart(claim.Key, file);
        try
        {
            long resumed = await FillAsync(file, part, inbox, offers, ending.Token).ConfigureAwait(false);
            return part.Commit(file, _plan.LocalPath, ending.Token)
                ? new FetchEvent.Fetched(_plan, file, WasThere: false, resumed, _time.GetElapsedTime(started))
                : throw new VerbException(FaultCode.Failed, $"What came of '{_plan.RemotePath}' is not the file that was offered; it was deleted.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or VerbException { Fault.Code: FaultCode.FileChanged }
            || (e is OperationCanceledException && _isUseless))
        {
            part.Delete();
            throw;
        }
        catch (OperationCanceledException) when (claim.Ending.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new VerbException(FaultCode.Cancelled, "A later command that fetches the same file to the same place took over what had come.");
        }
        finally
        {
            _fleet.Parts.Tidy();
        }
    }

    private PartFile OpenPart(string key, FileManifest file)
    {
        string folder = Path.GetDirectoryName(_plan.LocalPath)!;
        if (_plan.MakesFolder)
        {
            Directory.CreateDirectory(folder);
        }

        return _fleet.Parts.Find(key) is null && FreeSpace.FindProblem(folder, file.Size) is { } problem
            ? throw new VerbException(FaultCode.NoSpace, problem)
            : PartFile.Open(_fleet.Parts, key, folder, file.Size);
    }

    /// <summary>Fills the part, and begins anew with what is there when the sender does.</summary>
    private async Task<long> FillAsync(
        FileManifest file, PartFile part, BlockInbox inbox, ChannelReader<PullOffer> offers, CancellationToken cancellationToken)
    {
        Task<PullOffer> next = offers.ReadAsync(cancellationToken).AsTask();
        while (true)
        {
            using CancellationTokenSource life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            FileReception reception = new(file, part, inbox, want => SayAsync(want, life.Token), Interval, _window, _time);
            _reception = reception;
            Task<long> filling = reception.RunAsync(life.Token);
            if (await Task.WhenAny(filling, next).ConfigureAwait(false) == filling)
            {
                return await filling.ConfigureAwait(false);
            }

            await life.CancelAsync().ConfigureAwait(false);
            await ((Task)filling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if ((await next.ConfigureAwait(false)).File != file)
            {
                throw new VerbException(FaultCode.FileChanged, $"'{_plan.RemotePath}' was changed while it was fetched; fetch it again.");
            }

            next = offers.ReadAsync(cancellationToken).AsTask();
        }
    }

    private async Task SayAsync(Want want, CancellationToken cancellationToken)
    {
        try
        {
            await Publish(_wants, want.ToBytes(), cancellationToken).ConfigureAwait(false);
        }
        catch (BrokerException)
        {
            // It is said again after a pause; without a broker there is nobody to say it to.
        }
    }
}
