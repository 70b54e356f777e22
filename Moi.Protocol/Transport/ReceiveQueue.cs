using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Moi.Protocol.Transport;

/// <summary>
/// The messages that came and were not read yet, bounded by bytes: a writer that finds no room waits, and while it
/// waits nothing is taken from the socket. One message larger than the whole bound still passes through an empty queue.
/// </summary>
/// <param name="capacity">The bound in bytes.</param>
internal sealed class ReceiveQueue(int capacity)
{
    private const int CostOfAMessage = 256;

    private readonly Channel<MqttMessage> _messages = Channel.CreateUnbounded<MqttMessage>();
    private readonly object _gate = new();
    private long _held;
    private TaskCompletionSource? _room;

    /// <summary>Where the messages are read; reading makes room.</summary>
    public ChannelReader<MqttMessage> Reader => field ??= new MeteredReader(this);

    /// <summary>Whether a writer waits for room now.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
            {
                return _room is not null;
            }
        }
    }

    /// <summary>Adds a message, as soon as there is room for it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Ends the wait; the message is dropped then.</param>
    /// <returns>When it is queued.</returns>
    public ValueTask AddAsync(MqttMessage message, CancellationToken cancel) =>
        TryAdd(message, out Task room) ? ValueTask.CompletedTask : AddLaterAsync(message, room, cancel);

    /// <summary>No more messages will come; what is queued can still be read.</summary>
    public void Complete() => _messages.Writer.TryComplete();

    private static int Cost(in MqttMessage message) =>
        CostOfAMessage + message.Payload.Length + (2 * message.Topic.Length);

    private async ValueTask AddLaterAsync(MqttMessage message, Task room, CancellationToken cancel)
    {
        do
        {
            await room.WaitAsync(cancel);
        }
        while (!TryAdd(message, out room));
    }

    private bool TryAdd(in MqttMessage message, out Task room)
    {
        int cost = Cost(message);
        lock (_gate)
        {
            if (_held != 0 && _held + cost > capacity)
            {
                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                room = _room.Task;
                return false;
            }

            _held += cost;
        }

        room = Task.CompletedTask;
        _messages.Writer.TryWrite(message);
        return true;
    }

    private void Took(in MqttMessage message)
    {
        lock (_gate)
        {
            _held -= Cost(message);
            _room?.SetResult();
            _room = null;
        }
    }

    private sealed class MeteredReader(ReceiveQueue queue) : ChannelReader<MqttMessage>
    {
        public override bool CanCount => true;

        public override int Count => queue._messages.Reader.Count;

        public override Task Completion => queue._messages.Reader.Completion;

        public override bool TryRead([MaybeNullWhen(false)] out MqttMessage item)
        {
            if (!queue._messages.Reader.TryRead(out item))
            {
                return false;
            }

            queue.Took(item);
            return true;
        }

        public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
            queue._messages.Reader.WaitToReadAsync(cancellationToken);
    }
}
