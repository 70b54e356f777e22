using System.Diagnostics;
using System.Text.Json;

namespace Moi.Testing;

/// <summary>
/// A moid on a device without systemd: kept running by <c>moid-loop.sh</c> of the examples in a folder of its own, where
/// <c>moid</c> and its successors are scripts that start the moid that was built.
/// </summary>
public sealed class SupervisedMoid : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly Process _loop;

    private SupervisedMoid(TemporaryFolder folder, Process loop)
    {
        _folder = folder;
        _loop = loop;
    }

    /// <summary>The full path of something in the folder that moid lies and runs in.</summary>
    public string this[string name] => _folder["self", name];

    /// <summary>The names of all that were started, in order: <c>first</c>, and those of successors.</summary>
    public IReadOnlyList<string> Starts => File.Exists(_folder["starts"]) ? File.ReadAllLines(_folder["starts"]) : [];

    /// <summary>Starts one, called sam, and waits until it is online.</summary>
    /// <param name="brokerPort">The loopback port of its broker.</param>
    public static async Task<SupervisedMoid> StartAsync(int brokerPort)
    {
        TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["self"]);
        folder.Write("moid.json", JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["name"] = "sam",
            ["addr"] = "10.10.10.31",
            ["home"] = folder["home"],
            ["tmp"] = folder["tmp"],
            ["bin"] = folder["bin"],
            ["store"] = folder["store"],
            ["mqtt_addr"] = "127.0.0.1",
            ["mqtt_port"] = brokerPort,
        }));
        await using PresenceWatch presence = await PresenceWatch.StartAsync(brokerPort);
        WriteProgram(folder["self", "moid"], Program("first", folder["starts"]));
        ProcessStartInfo start = new(
            "/bin/sh", ["-c", "exec \"$0\" \"$@\" 2>log", ExampleScript.Path("moid-loop.sh"), folder["self"], folder["moid.json"]])
        { WorkingDirectory = folder.Path };
        SupervisedMoid moid = new(folder, Process.Start(start) ?? throw new InvalidOperationException("The loop did not start."));
        try
        {
            await presence.IsAsync("sam", online: true);
            return moid;
        }
        catch
        {
            await moid.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes a successor somewhere else, as an operator has it.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="name">The file's name, which is also what it is called in <see cref="Starts"/>.</param>
    /// <param name="instead">What it does in place of being moid, once it has told its version.</param>
    /// <returns>The file's path.</returns>
    public string WriteSuccessor(TemporaryFolder folder, string name, string? instead = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return WriteProgram(folder[name], Program(name, _folder["starts"], instead));
    }

    public async ValueTask DisposeAsync()
    {
        using (Process kill = Process.Start("/bin/sh", ["-c", $"kill -TERM {_loop.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        try
        {
            await _loop.WaitForExitAsync(limit.Token);
        }
        finally
        {
            _loop.Kill(entireProcessTree: true);
            _loop.Dispose();
            _folder.Dispose();
        }
    }

    private static string Program(string name, string starts, string? instead = null) =>
        $"""
        #!/bin/sh
        [ "$1" = --version ] || [ "$1" = runner ] || echo {name} >>'{starts}'
        {(instead is null ? string.Empty : $"[ \"$1\" = --version ] || {instead}")}
        exec '{MoidProgram.Path}' "$@"

        """;

    private static string WriteProgram(string path, string text)
    {
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
