using Moi.Protocol.Transfer;

namespace Moi.Protocol.Tests.Transfer;

/// <summary>A receiver with a disk that outlasts it.</summary>
internal sealed class SimulatedReceiver(SimulatedFile file, string id)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private uint _lives;

    public string Id => id;

    public FileReceiver State { get; private set; } = null!;

    public ReportClock Clock { get; private set; } = null!;

    public byte[] Disk { get; } = new byte[file.Data.Length];

    public bool IsFrozen { get; set; }

    /// <summary>Begins a life, with what is on the disk.</summary>
    public void Start(TimeSpan now)
    {
        State = new FileReceiver(file.Manifest, ++_lives);
        Clock = new ReportClock(Interval, now);
    }

    /// <summary>Takes a message, and says whether a report is due at once.</summary>
    public bool Take(BlockMessage message, TimeSpan now)
    {
        Clock.Hear(message.Data.Length, now);
        Receipt receipt = State.Take(message);
        if (receipt == Receipt.New)
        {
            message.Data.Span.CopyTo(Disk.AsSpan((int)file.Layout.OffsetOf(message.Block)));
        }
        else if (receipt == Receipt.ListComplete)
        {
            for (int block = file.Layout.ListBlocks; block < file.Layout.Count; block++)
            {
                State.Holds(block, Disk.AsSpan((int)file.Layout.OffsetOf(block), file.Layout.LengthOf(block)));
            }
        }

        return receipt == Receipt.ListComplete || State.IsComplete;
    }
}
