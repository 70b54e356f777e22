using System.Text.Json;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Objects;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Commands;

/// <content>Output that is too large to come with an answer.</content>
public abstract partial class AskingCmdlet
{
    /// <summary>How many bytes of a stream one message carries at the most.</summary>
    private protected const int LargestPiece = 64 * 1024;

    /// <summary>No remote keeps more of a stream.</summary>
    private const int MostKept = 16 * 1024 * 1024;

    private const int InlineOfAll = 4 * 1024 * 1024;
    private const int SmallestInline = 1024;

    /// <summary>How many bytes of each stream may come with each answer, so that all of them together do not drown the operator.</summary>
    private protected static int InlineFor(Target target) =>
        Math.Clamp(InlineOfAll / Math.Max(1, target.Expected.Count), SmallestInline, LargestPiece);

    /// <summary>Fetches what of a stream did not come with the answer.</summary>
    /// <param name="outcome">Whose.</param>
    /// <param name="request">The run, or the job's id.</param>
    /// <param name="stream"><c>stdout</c> or <c>stderr</c>.</param>
    /// <param name="value">What came with the answer.</param>
    private protected RunOutput Complete(Outcome outcome, string request, string stream, StreamValue value)
    {
        RunOutput output = new(value);
        if (output.Kept > MostKept)
        {
            throw new FormatException($"{stream} is said to have {output.Kept} bytes, more than any remote keeps");
        }

        while (output.NextMissing is { } offset)
        {
            if (Fetch(outcome, new OutputArguments(request, stream, offset, LargestPiece)) is not { Data.Length: > 0 } piece || piece.Offset != offset)
            {
                WriteWarning($"{outcome.Address} {outcome.Name}: {stream} is not complete, {value.Bytes - offset} bytes could not be fetched.");
                break;
            }

            output.Add(piece);
        }

        return output;
    }

    private OutputValue? Fetch(Outcome outcome, OutputArguments arguments)
    {
        OutputValue? piece = null;
        Ask(
            new Question(
                Verb.Output,
                JsonSerializer.SerializeToElement(arguments, MessageJson.Wire.OutputArguments),
                Target.Only(outcome.Id, Fleet.Presence),
                Patience),
            answer => piece = Answer.OutputOf(answer));
        return piece;
    }
}
