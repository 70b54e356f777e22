using System.Runtime.Versioning;
using System.Text.Json;
using Moi.Daemon.Files;
using Moi.PowerShell.Fleet;
using Moi.PowerShell.Fleet.Files;
using Moi.Protocol;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Transfer;
using Moi.Protocol.Transport;
using Moi.Testing;

namespace Moi.Fleet.Tests.Files;

/// <summary>Somebody who sends files to everyone on a broker.</summary>
[SupportedOSPlatform("linux")]
internal sealed class Operator : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly FleetConnection _fleet;

    private Operator(TemporaryFolder folder, FleetConnection fleet)
    {
        _folder = folder;
        _fleet = fleet;
    }

    public static async Task<Operator> ConnectAsync(int port, double silence = 15)
    {
        TemporaryFolder folder = new();
        FleetSettings settings = new(
            new MqttSessionOptions { Host = "127.0.0.1", Port = port, ClientId = "unused" }, Topics.DefaultRoot, "ann", folder["groups"], TimeSpan.FromSeconds(silence));
        return new Operator(folder, await FleetConnection.ConnectAsync(settings, CancellationToken.None));
    }

    /// <summary>Writes a local file of random bytes.</summary>
    public string Write(string name, int size, int seed = 1)
    {
        byte[] data = new byte[size];
        new Random(seed).NextBytes(data);
        string path = _folder[name];
        File.WriteAllBytes(path, data);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead);
        return path;
    }

    /// <summary>Where blocks were sent, behind the transfer's name.</summary>
    public List<string> BlockTopics { get; } = [];

    /// <summary>Sends a file to everyone.</summary>
    /// <param name="path">The file.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="change">Changes what is said of the file.</param>
    /// <param name="trouble">Stands between the sender and the broker: gets what is to be published and how to publish it.</param>
    /// <param name="isPrivate">Whether each gets its own blocks.</param>
    /// <param name="only">The one that gets it, instead of everyone.</param>
    /// <param name="grace">How long one that went offline has to come back.</param>
    /// <param name="cancellationToken">Stops the sender.</param>
    public async Task<SentFile> SendAsync(
        string path,
        string destination = "home",
        Func<FileManifest, FileManifest>? change = null,
        Func<ReadOnlyMemory<byte>, Func<ReadOnlyMemory<byte>, Task>, Task>? trouble = null,
        bool isPrivate = false,
        string? only = null,
        TimeSpan? grace = null,
        CancellationToken cancellationToken = default)
    {
        using FileSource source = FileSource.Open(path, mode: null, _fleet.Transfers.LargestBlock(BlockLayout.UsualBlock), cancellationToken);
        FileManifest manifest = change is null ? source.Manifest : change(source.Manifest);
        Question question = new(
            Verb.Push,
            JsonSerializer.SerializeToElement(new PushArguments { Destination = destination, File = manifest }, MessageJson.Wire.PushArguments),
            new Selection { Names = only is null ? null : [new NamePattern(only, IsWildcard: false, name => name == only)] }.Resolve(_fleet.Presence),
            new RollOptions { Silence = _fleet.Settings.Silence, Grace = grace ?? TimeSpan.FromSeconds(30), Changes = true })
        { IsCancelled = true };
        FileSending sending = new(_fleet, source, question)
        {
            IsPrivate = isPrivate,
            Publish = (topic, message, cancel) =>
            {
                BlockTopics.Add(topic[topic.LastIndexOf("/file/", StringComparison.Ordinal)..].Replace($"/file/{question.Id}/", string.Empty, StringComparison.Ordinal));
                return trouble is null
                    ? _fleet.Transfers.PublishAsync(topic, message, cancel)
                    : trouble(message, what => _fleet.Transfers.PublishAsync(topic, what, cancel)).WaitAsync(cancel);
            },
        };

        Dictionary<string, Outcome> outcomes = [];
        await foreach (AskEvent happened in sending.RunAsync(cancellationToken))
        {
            if (happened is AskEvent.Settled { Outcome: var outcome })
            {
                outcomes[outcome.Name] = outcome;
            }
        }

        return new SentFile(outcomes, sending.Sent);
    }

    /// <summary>The full path of something local.</summary>
    public string this[string name] => _folder[name];

    /// <summary>The records of parts that are kept here.</summary>
    public int Parts => Directory.Exists(_fleet.Settings.PartsFolder) ? Directory.EnumerateFiles(_fleet.Settings.PartsFolder).Count() : 0;

    /// <summary>Fetches a file from one remote.</summary>
    /// <param name="name">The remote.</param>
    /// <param name="remotePath">The file there.</param>
    /// <param name="local">The file's name here.</param>
    /// <param name="blockSize">The largest block.</param>
    /// <param name="trouble">Stands between the receiver and the broker, as with <see cref="SendAsync"/>.</param>
    /// <param name="cancellationToken">Stops the receiver.</param>
    public async Task<FetchEvent> FetchAsync(
        string name,
        string remotePath,
        string local,
        int blockSize = BlockLayout.UsualBlock,
        Func<ReadOnlyMemory<byte>, Func<ReadOnlyMemory<byte>, Task>, Task>? trouble = null,
        CancellationToken cancellationToken = default)
    {
        string id = _fleet.Presence.Remotes.SingleOrDefault(remote => remote.Name == name)?.Id ?? name;
        FetchPlan plan = new(id, "10.0.0.1", name, remotePath, 0, _folder[local], MakesFolder: false);
        RollOptions roll = new() { Silence = _fleet.Settings.Silence };
        FileFetch fetch = new(_fleet, plan, roll, _fleet.Transfers.LargestBlock(blockSize), window: 8 * blockSize)
        {
            Publish = (topic, message, cancel) => trouble is null
                ? _fleet.Transfers.PublishAsync(topic, message, cancel)
                : trouble(message, what => _fleet.Transfers.PublishAsync(topic, what, cancel)).WaitAsync(cancel),
        };
        FetchEvent? last = null;
        await foreach (FetchEvent happened in fetch.RunAsync(cancellationToken))
        {
            last = happened;
        }

        return last!;
    }

    public async ValueTask DisposeAsync()
    {
        await _fleet.DisposeAsync();
        _folder.Dispose();
    }
}
