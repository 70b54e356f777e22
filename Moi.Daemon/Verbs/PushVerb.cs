using System.Text.Json;
using Moi.Daemon.Files;
using Moi.Daemon.Keys;
using Moi.Daemon.Requests;
using Moi.Protocol;
using Moi.Protocol.Messages;
using Moi.Protocol.Transfer;
using Moi.Protocol.Transport;

namespace Moi.Daemon.Verbs;

/// <summary>
/// Takes a file in, and puts it in its place when it is whole and right. Until then what was there stays. Several come at once, as
/// many as the limit allows; the others wait their turn.
/// </summary>
internal sealed class PushVerb(
    Destinations destinations, IncomingBlocks incoming, PartBook parts, MqttSession mqtt, Topics topics, string id, TimeProvider time) : IResumableVerb
{
    private const int AtOnce = 4;

    /// <summary>How often what is lacking is told: each of a large roll more seldom.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan IntervalOfEach = TimeSpan.FromMilliseconds(0.4);

    private readonly SemaphoreSlim _places = new(AtOnce);

    public string Name => Verb.Push;

    public async Task<VerbResult> ActAsync(Request request, Work work, CancellationToken cancellationToken)
    {
        PushArguments arguments = Arguments.Of(request, MessageJson.Wire.PushArguments);
        if (arguments.File.FindProblem() is { } problem)
        {
            throw new VerbException(FaultCode.BadRequest, problem);
        }

        long started = time.GetTimestamp();
        string path = PathOf(arguments);
        work.Queue();
        using PartClaim claim = await parts.ClaimAsync(path, arguments.File.Sha256, cancellationToken).ConfigureAwait(false);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, claim.Ending);
        try
        {
            await _places.WaitAsync(ending.Token).ConfigureAwait(false);
            try
            {
                work.Begin();
                PushValue value = await PutInPlaceAsync(request, arguments.File, path, claim.Key, ending.Token).ConfigureAwait(false);
                JsonElement told = JsonSerializer.SerializeToElement(
                    value with { DurationMilliseconds = (long)time.GetElapsedTime(started).TotalMilliseconds }, MessageJson.Wire.PushValue);
                return new VerbResult(told, told);
            }
            finally
            {
                _places.Release();
            }
        }
        catch (OperationCanceledException) when (claim.Ending.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new VerbException(FaultCode.Cancelled, "A later transfer of the same file to the same place took over what had come.");
        }
    }

    private string PathOf(PushArguments arguments)
    {
        string folder = destinations.ResolveFolder(arguments.Destination);
        string path = Path.Combine(Path.GetFullPath(folder), arguments.File.Name);
        return Directory.Exists(path)
            ? throw new VerbException(FaultCode.CannotWrite, $"'{path}' is a folder; a file cannot take its place.")
            : File.Exists(path) && !FileKind.IsRegular(path)
            ? throw new VerbException(FaultCode.CannotWrite, $"'{path}' is a pipe, a socket or a device; a file cannot take its place.")
            : path;
    }

    private async Task<PushValue> PutInPlaceAsync(
        Request request, FileManifest file, string path, string key, CancellationToken cancellationToken)
    {
        // A link is replaced: what it leads to is not at this place, and its mode is not the operator's to change.
        if (new FileInfo(path).LinkTarget is null && FileHash.Matches(path, file.Size, file.Sha256, cancellationToken))
        {
            PartFile.SetMode(path, file.Mode);
            return new PushValue { Path = path, WasThere = true };
        }

        try
        {
            using PartFile part = OpenPart(key, file, Path.GetDirectoryName(path)!);
            try
            {
                long resumed = await FillAsync(request, file, part, cancellationToken).ConfigureAwait(false);
                return part.Commit(file, path, cancellationToken)
                    ? new PushValue { Path = path, Resumed = resumed }
                    : throw new VerbException(FaultCode.Failed, "The file that was put together is not the one that was announced; it was deleted.");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                part.Delete();
                throw new VerbException(FaultCode.CannotWrite, $"The file could not be written: {e.Message}");
            }
        }
        finally
        {
            parts.Tidy();
        }
    }

    private PartFile OpenPart(string key, FileManifest file, string folder)
    {
        if (parts.Find(key) is null && FreeSpace.FindProblem(folder, file.Size) is { } problem)
        {
            throw new VerbException(FaultCode.NoSpace, problem);
        }

        try
        {
            return PartFile.Open(parts, key, folder, file.Size);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbException(FaultCode.CannotWrite, $"No file can be made in '{folder}': {e.Message}");
        }
    }

    private async Task<long> FillAsync(Request request, FileManifest file, PartFile part, CancellationToken cancellationToken)
    {
        try
        {
            BlockInbox inbox = await incoming.OpenPushAsync(request.Id, cancellationToken).ConfigureAwait(false);
            FileReception reception = new(
                file, part, inbox, want => SayAsync(request.Id, want, cancellationToken), Interval + (IntervalOfEach * Math.Max(0, request.RollSize)), SenderOptions.UsualWindow, time);
            return await reception.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (BrokerException e)
        {
            throw new VerbException(FaultCode.Failed, e.Message);
        }
        finally
        {
            await incoming.ClosePushAsync(request.Id).ConfigureAwait(false);
        }
    }

    private async Task SayAsync(string transfer, Want want, CancellationToken cancellationToken)
    {
        try
        {
            await mqtt.PublishAsync(topics.FileWant(transfer, id), want.ToBytes(), MqttQuality.AtMostOnce, cancel: cancellationToken).ConfigureAwait(false);
        }
        catch (BrokerException)
        {
            // It is said again after a pause; without a broker there is nobody to say it to.
        }
    }
}
