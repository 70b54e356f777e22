using System.Security.Cryptography;
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
/// Gives a file to whoever asks: reads it through, tells what it is, and sends what of it is lacking until nothing is. Several go at once, as
/// many as the limit allows; the others wait their turn.
/// </summary>
internal sealed class PullVerb(
    Destinations destinations, IncomingBlocks incoming, MqttSession mqtt, Topics topics, string id, TimeProvider time) : IWaitingVerb
{
    private const int AtOnce = 4;
    private const int LargestWindow = 4 * 1024 * 1024;

    private readonly SemaphoreSlim _places = new(AtOnce);

    public string Name => Verb.Pull;

    public async Task<JsonElement> WaitAsync(Request request, Work work, CancellationToken cancellationToken)
    {
        PullArguments arguments = Arguments.Of(request, MessageJson.Wire.PullArguments);
        if (arguments.BlockSize is < BlockLayout.SmallestBlock or > BlockLayout.LargestBlock || arguments.Window is < 1 or > LargestWindow)
        {
            throw new VerbException(
                FaultCode.BadRequest,
                $"Blocks are of {BlockLayout.SmallestBlock} to {BlockLayout.LargestBlock} bytes, and no more than {LargestWindow} are on the way.");
        }

        string path = destinations.Resolve(arguments.Path);
        work.Queue();
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            work.Begin();
            await GiveAsync(request, path, arguments, work, cancellationToken).ConfigureAwait(false);
            return Json.True;
        }
        catch (FileChangedException e)
        {
            throw new VerbException(FaultCode.FileChanged, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbException(FaultCode.CannotRead, e.Message);
        }
        catch (BrokerException e)
        {
            throw new VerbException(FaultCode.Failed, e.Message);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task GiveAsync(Request request, string path, PullArguments arguments, Work work, CancellationToken cancellationToken)
    {
        int largest = BlockPackets.LargestBlock(mqtt.Connection, arguments.BlockSize);

        // Off the thread that hands out messages: a large file takes a while.
        using FileSource source = await Task.Run(
            () => FileSource.Open(FileFinder.One(path), mode: null, largest, cancellationToken), cancellationToken).ConfigureAwait(false);
        WantInbox wants = await incoming.OpenPullAsync(request.Id, cancellationToken).ConfigureAwait(false);
        try
        {
            PullOffer offer = new() { File = source.Manifest, Life = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint))) };
            work.Report(JsonSerializer.SerializeToElement(offer, MessageJson.Wire.PullOffer), now: true);
            string topic = topics.FileFrom(request.Id, id);
            FileSupply supply = new(source, wants, (block, cancel) => SendAsync(topic, block, cancel), arguments.Window, time);
            await supply.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await incoming.ClosePullAsync(request.Id).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(string topic, ReadOnlyMemory<byte> block, CancellationToken cancellationToken)
    {
        try
        {
            await mqtt.PublishAsync(topic, block, MqttQuality.AtMostOnce, cancel: cancellationToken).ConfigureAwait(false);
        }
        catch (BrokerException e) when (e.Kind is BrokerFailure.NotConnected or BrokerFailure.ConnectionLost or BrokerFailure.Timeout)
        {
            // It counts as lost on the way: the receiver asks for it when the connection is there again.
        }
    }
}
