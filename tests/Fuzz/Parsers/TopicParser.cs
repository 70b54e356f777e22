using Moi.Protocol;

namespace Moi.Fuzz.Parsers;

/// <summary>Topics of messages, which say who speaks.</summary>
internal static class TopicParser
{
    private static readonly Topics Topics = new();

    public static FuzzedParser Parser => new("topic", 4 * 1024, input =>
    {
        string topic = Inputs.Text(input);
        if (Topics.TryReadState(topic, out string id))
        {
            FuzzedParser.Promise(Topics.State(id) == topic, "a state is that of the remote that is read");
            return "state";
        }

        if (Topics.TryReadFile(topic, out string transfer, out string remote) is { } part)
        {
            string written = part switch
            {
                "block" => Topics.FileBlock(transfer),
                "to" => Topics.FileTo(transfer, remote),
                "want" => Topics.FileWant(transfer, remote),
                _ => Topics.FileFrom(transfer, remote),
            };
            FuzzedParser.Promise(written == topic, "a transfer's topic is read as it is written");
            return part;
        }

        return Topics.TryReadSender(topic, out id) && Token.IsValid(id) ? "sender" : "none";
    });
}
