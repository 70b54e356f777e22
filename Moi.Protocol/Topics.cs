namespace Moi.Protocol;

/// <summary>
/// Where everything is published, under one root (<c>moi/v1</c> by default).
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term><c>ask/all</c>, <c>ask/group/G</c>, <c>ask/remote/ID</c></term><description>requests, QoS 1</description></item>
/// <item><term><c>tell/USER/SESSION/ID</c></term><description>replies, QoS 0; the broker user stands second and the remote
/// last, so that an ACL can hold both to their names</description></item>
/// <item><term><c>state/ID</c></term><description>presence, retained: birth, farewell and will on one topic, because MQTT keeps
/// order only within a topic</description></item>
/// <item><term><c>file/T/block</c>, <c>file/T/to/ID</c></term><description>what operators send in transfer T: blocks for everyone, which
/// every remote may read; and for one remote blocks, or what the operator lacks of its file; QoS 0</description></item>
/// <item><term><c>file/T/want/ID</c>, <c>file/T/from/ID</c></term><description>what a remote sends: what it lacks, and blocks of its
/// own file; QoS 0</description></item>
/// </list>
/// </remarks>
public sealed class Topics
{
    /// <summary>The root used where none is configured.</summary>
    public const string DefaultRoot = "moi/v1";

    private readonly string _root;
    private readonly string _state;
    private readonly string _file;

    /// <summary>Topics under <paramref name="root"/>, whose levels are tokens.</summary>
    /// <exception cref="ArgumentException">A level of the root is not a token.</exception>
    public Topics(string root = DefaultRoot)
    {
        foreach (string level in root.Split('/'))
        {
            Token.Require(level, "a level of the topic root");
        }

        _root = root;
        _state = $"{root}/state/";
        _file = $"{root}/file/";
        AskAll = $"{root}/ask/all";
        EveryState = $"{root}/state/+";
    }

    /// <summary>Requests to everyone.</summary>
    public string AskAll { get; }

    /// <summary>The filter that matches the presence of every remote.</summary>
    public string EveryState { get; }

    /// <summary>Requests to the members of a group.</summary>
    public string AskGroup(string group) => $"{_root}/ask/group/{Token.Require(group, "a group's name")}";

    /// <summary>Requests to one remote.</summary>
    public string AskRemote(string id) => $"{_root}/ask/remote/{Token.Require(id, "a remote's id")}";

    /// <summary>The presence of one remote.</summary>
    public string State(string id) => _state + Token.Require(id, "a remote's id");

    /// <summary>Replies of remote <paramref name="id"/> to one operator's session.</summary>
    public string Tell(string user, string session, string id) =>
        $"{_root}/tell/{Token.Require(user, "a user")}/{Token.Require(session, "a session")}/{Token.Require(id, "an id")}";

    /// <summary>The filter that matches every reply to one operator's session.</summary>
    public string EveryTell(string user, string session) =>
        $"{_root}/tell/{Token.Require(user, "a user")}/{Token.Require(session, "a session")}/+";

    /// <summary>Reads the remote's id out of a presence topic.</summary>
    public bool TryReadState(string topic, out string id)
    {
        id = topic.StartsWith(_state, StringComparison.Ordinal) ? topic[_state.Length..] : string.Empty;
        return Token.IsValid(id);
    }

    /// <summary>The blocks of a transfer, for everyone.</summary>
    public string FileBlock(string transfer) => $"{_file}{Token.Require(transfer, "a transfer")}/block";

    /// <summary>What an operator sends to remote <paramref name="id"/> alone: blocks, or what it lacks of a file of that remote.</summary>
    public string FileTo(string transfer, string id) =>
        $"{_file}{Token.Require(transfer, "a transfer")}/to/{Token.Require(id, "a remote's id")}";

    /// <summary>What remote <paramref name="id"/> lacks of a transfer.</summary>
    public string FileWant(string transfer, string id) =>
        $"{_file}{Token.Require(transfer, "a transfer")}/want/{Token.Require(id, "a remote's id")}";

    /// <summary>The filter that matches what every remote lacks of a transfer.</summary>
    public string EveryFileWant(string transfer) => $"{_file}{Token.Require(transfer, "a transfer")}/want/+";

    /// <summary>The blocks of a file of remote <paramref name="id"/>.</summary>
    public string FileFrom(string transfer, string id) =>
        $"{_file}{Token.Require(transfer, "a transfer")}/from/{Token.Require(id, "a remote's id")}";

    /// <summary>Reads a topic of a transfer.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="transfer">The transfer.</param>
    /// <param name="id">The remote of <c>to</c>, <c>want</c> and <c>from</c>; empty with <c>block</c>.</param>
    /// <returns><c>block</c>, <c>to</c>, <c>want</c> or <c>from</c>; null for any other topic.</returns>
    public string? TryReadFile(string topic, out string transfer, out string id)
    {
        transfer = id = string.Empty;
        if (!topic.StartsWith(_file, StringComparison.Ordinal))
        {
            return null;
        }

        switch (topic[_file.Length..].Split('/'))
        {
            case [var name, "block"] when Token.IsValid(name):
                transfer = name;
                return "block";
            case [var name, ("to" or "want" or "from") and var part, var remote] when Token.IsValid(name) && Token.IsValid(remote):
                (transfer, id) = (name, remote);
                return part;
            default:
                return null;
        }
    }

    /// <summary>Reads the last level of a topic, the sender of a reply.</summary>
    public static bool TryReadSender(string topic, out string id)
    {
        id = topic[(topic.LastIndexOf('/') + 1)..];
        return Token.IsValid(id);
    }
}
