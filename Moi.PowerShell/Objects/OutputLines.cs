using Moi.PowerShell.Fleet;
using Moi.Protocol.Asking;

namespace Moi.PowerShell.Objects;

/// <summary>Emits the output of runs line by line as it comes.</summary>
/// <param name="write">Emits a line.</param>
/// <param name="warn">Says that some are missing.</param>
internal sealed class OutputLines(Action<object> write, Action<string> warn)
{
    private static readonly string[] Streams = ["stdout", "stderr"];

    private readonly Dictionary<(string Remote, string Stream), LineCutter> _cutters = [];

    /// <summary>Takes in what happens.</summary>
    public void See(AskEvent happened)
    {
        switch (happened)
        {
            case AskEvent.Output piece:
                WriteAll(CutterOf(piece.From.Id, piece.Stream).Cut(piece));
                break;
            case AskEvent.Settled settled:
                Finish(settled.Outcome);
                break;
        }
    }

    private void Finish(Outcome outcome)
    {
        AskEvent.Sender from = new(outcome.Id, outcome.Address, outcome.Name);
        foreach (string stream in Streams)
        {
            if (!_cutters.Remove((outcome.Id, stream), out LineCutter? cutter))
            {
                continue;
            }

            WriteAll(cutter.Finish(from, stream));
            if (cutter.LeftOut > 0)
            {
                warn($"{outcome.Address} {outcome.Name}: {cutter.LeftOut} bytes of {stream} are not among the lines: they came faster than they were read here.");
            }
        }
    }

    private LineCutter CutterOf(string remote, string stream)
    {
        if (!_cutters.TryGetValue((remote, stream), out LineCutter? cutter))
        {
            cutter = new LineCutter();
            _cutters[(remote, stream)] = cutter;
        }

        return cutter;
    }

    private void WriteAll(IEnumerable<MoiOutputLine> lines)
    {
        foreach (MoiOutputLine line in lines)
        {
            write(line);
        }
    }
}
