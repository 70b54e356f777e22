using Moi.Protocol.Transfer;

namespace Moi.Protocol.Tests.Transfer;

/// <summary>
/// A sender, receivers, and a network between them that loses, doubles, reorders and damages messages, in a time of its own.
/// </summary>
internal sealed class SimulatedTransfer
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(5);

    private readonly SimulatedFile _file;
    private readonly Random _chance;
    private readonly int _trouble;
    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> _events = new();
    private long _order;

    /// <param name="file">What is sent.</param>
    /// <param name="receivers">To how many.</param>
    /// <param name="seed">What chance follows from.</param>
    /// <param name="trouble">How many of a hundred messages meet with some trouble.</param>
    /// <param name="window">How much may be on the way.</param>
    public SimulatedTransfer(SimulatedFile file, int receivers, int seed, int trouble, int window = 64 * 1024)
    {
        _file = file;
        _chance = new Random(seed);
        _trouble = trouble;
        Sender = new FileSender(file.Layout, new SenderOptions { Expected = receivers, Window = window });
        Receivers = [.. Enumerable.Range(0, receivers).Select(i => new SimulatedReceiver(file, $"r{i}"))];
        foreach (SimulatedReceiver receiver in Receivers)
        {
            receiver.Start(Now);
            Report(receiver);
            Tick(receiver, receiver.State);
        }
    }

    public FileSender Sender { get; private set; }

    public IReadOnlyList<SimulatedReceiver> Receivers { get; }

    public TimeSpan Now { get; private set; }

    /// <summary>Every message that was sent.</summary>
    public List<SenderStep> Sent { get; } = [];

    /// <summary>Runs until the condition holds.</summary>
    /// <returns>Whether it came to hold within ten minutes of its time.</returns>
    public bool RunUntil(Func<bool> condition)
    {
        while (!condition())
        {
            SenderStep step = Sender.Next(Now);
            if (step.Block is { } block)
            {
                Sent.Add(step);
                Now += TimeSpan.FromMilliseconds(0.1);
                foreach (SimulatedReceiver receiver in Receivers.Where(receiver => step.To is null || step.To == receiver.Id))
                {
                    FileReceiver life = receiver.State;
                    Carry(_file.Message(block, step.Sequence), message => Deliver(receiver, life, message), Damage);
                }
            }
            else if (step.Until < TimeSpan.MaxValue)
            {
                At(step.Until, () => { });
            }

            // Without a step, time goes to what comes next; with one, only over what was due meanwhile.
            if (step.Block is null && !TakeNext())
            {
                return false;
            }

            while (_events.TryPeek(out _, out (TimeSpan At, long) due) && due.At <= Now && TakeNext())
            {
            }

            if (Now > TimeSpan.FromMinutes(10))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The sender is killed, and another begins.</summary>
    public void RestartSender() => Sender = new FileSender(_file.Layout, new SenderOptions { Expected = Receivers.Count, Window = 64 * 1024 });

    /// <summary>A receiver is killed, and begins again with its disk.</summary>
    public void Restart(SimulatedReceiver receiver)
    {
        receiver.Start(Now);
        Report(receiver);
        Tick(receiver, receiver.State);
    }

    private bool TakeNext()
    {
        if (!_events.TryDequeue(out Action? happens, out (TimeSpan At, long) due))
        {
            return false;
        }

        Now = due.At > Now ? due.At : Now;
        happens();
        return true;
    }

    private void Deliver(SimulatedReceiver receiver, FileReceiver life, BlockMessage message)
    {
        if (!receiver.IsFrozen && receiver.State == life && receiver.Take(message, Now))
        {
            Report(receiver);
        }
    }

    private void Report(SimulatedReceiver receiver)
    {
        Want want = receiver.State.Report(receiver.Clock.IsPause(Now));
        receiver.Clock.Report(Now);
        byte[] bytes = want.ToBytes();
        FileSender to = Sender;
        Carry(bytes, heard =>
        {
            if (to == Sender && Want.Read(heard, _file.Layout.Count) is { } read)
            {
                Sender.Hear(receiver.Id, read, Now);
            }
        }, same => same);
    }

    /// <summary>Lets a receiver's clock tick for the rest of its life.</summary>
    private void Tick(SimulatedReceiver receiver, FileReceiver life) => At(receiver.Clock.Due, () =>
    {
        if (receiver.State != life)
        {
            return;
        }

        if (!receiver.IsFrozen && Now >= receiver.Clock.Due)
        {
            Report(receiver);
        }

        if (receiver.IsFrozen)
        {
            At(Now + TimeSpan.FromSeconds(1), () => Tick(receiver, life));
        }
        else
        {
            Tick(receiver, life);
        }
    });

    private void Carry<T>(T message, Action<T> deliver, Func<T, T> damage)
    {
        TimeSpan arrival = Now + Latency;
        if (_chance.Next(100) >= _trouble)
        {
            At(arrival, () => deliver(message));
            return;
        }

        switch (_chance.Next(4))
        {
            case 0:
                break;
            case 1:
                At(arrival, () => deliver(message));
                At(arrival + TimeSpan.FromMilliseconds(_chance.Next(100)), () => deliver(message));
                break;
            case 2:
                At(arrival + TimeSpan.FromMilliseconds(_chance.Next(100)), () => deliver(message));
                break;
            default:
                T damaged = damage(message);
                At(arrival, () => deliver(damaged));
                break;
        }
    }

    private BlockMessage Damage(BlockMessage message)
    {
        byte[] data = message.Data.ToArray();
        data[_chance.Next(data.Length)] ^= 1;
        return message with { Data = data };
    }

    private void At(TimeSpan time, Action happens) => _events.Enqueue(happens, (time, _order++));
}
