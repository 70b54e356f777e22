using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using Moi.Daemon.Jobs;
using Moi.Daemon.Jobs.Book;
using Moi.Daemon.Keys;
using Moi.Protocol.Transport;
using Moi.Testing;

namespace Moi.Daemon.Tests.Jobs.Book;

/// <summary>A store and a book of jobs in a temporary folder, as a remote has them; they can be closed and opened again.</summary>
[SupportedOSPlatform("linux")]
internal sealed class BookPlace : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunnerCommand? _runner;
    private readonly StoreLimits _storeLimits;
    private readonly JobLimits _limits;
    private int _ids;

    public BookPlace(Host host, StoreLimits? storeLimits = null, JobLimits? limits = null)
    {
        _runner = host == Host.Here ? null : Workplace.Runner;
        _storeLimits = storeLimits ?? new StoreLimits();
        _limits = limits ?? new JobLimits();
        Folders = new JobFolders(_folder["store", "jobs"]);
        Open();
    }

    public JobFolders Folders { get; }

    public Store Store { get; private set; } = null!;

    public JobBook Book { get; private set; } = null!;

    public string PathOf(string name) => _folder[name];

    /// <summary>A command that lasts until the file is there, or the whole place is gone.</summary>
    public string Until(string file) => $"while [ -d {_folder.Path} ] && ! [ -e {PathOf(file)} ]; do sleep 0.02; done";

    public void Make(string file) => _folder.Write(file, string.Empty);

    public CommandSpec Spec(string command) => new()
    {
        Id = $"job{Interlocked.Increment(ref _ids):d8}",
        Command = command,
        WorkingDirectory = _folder.Path,
        GraceSeconds = 0.2,
    };

    public Task<Job> StartAsync(string command, string? name = null) => Book.StartAsync("operator", name, Spec(command));

    public async Task<Job> RunAsync(string command, string? name = null)
    {
        Job job = await StartAsync(command, name);
        await job.Ended.WaitAsync(TimeSpan.FromSeconds(60));
        return job;
    }

    /// <summary>The JSON of a key; null for no key.</summary>
    public string? Key(string name) => Store.Keys.TryGet(name, out System.Text.Json.JsonElement value) ? value.GetRawText() : null;

    public Task SetAsync(string name, string json) =>
        Store.Keys.ApplyAsync([KeyChange.Set(name, System.Text.Json.JsonDocument.Parse(json).RootElement)]);

    /// <summary>Ends as a daemon does that is told to.</summary>
    public async Task CloseAsync()
    {
        await Book.DisposeAsync();
        await Store.DisposeAsync();
    }

    /// <summary>Begins as the next daemon does.</summary>
    public void Open()
    {
        Store = Store.Open(_folder["store"], NullLogger.Instance, limits: _storeLimits);
        RemoteOptions options = new()
        {
            Name = "frodo",
            Address = "10.10.10.10",
            StoreDirectory = _folder["store"],
            Home = _folder["home"],
            Temporary = _folder["tmp"],
            Bin = _folder["bin"],
            Self = _folder.Path,
            Broker = new MqttSessionOptions { ClientId = "frodo" },
        };
        JobKeys keys = new(new RemoteKeys(options, "frodo", Store.Keys, TimeProvider.System), Store.Keys);
        Book = new JobBook(Folders, keys, _runner, _limits, NullLogger.Instance, TimeProvider.System);
        Book.Adopt();
    }

    public async ValueTask DisposeAsync()
    {
        await Book.StopAllAsync();
        await CloseAsync();
        _folder.Dispose();
    }
}
