using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Moi.Testing;

/// <summary>A real Mosquitto on a loopback port of its own, which can be killed and started again.</summary>
public sealed class MosquittoBroker : IAsyncDisposable
{
    private const int Attempts = 5;

    private static readonly string? Program = Find("mosquitto");

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _log = new();
    private Process? _process;

    private MosquittoBroker(int port)
    {
        Port = port;
    }

    /// <summary>Whether it is installed. Where the variable CI is "true" this is always so: a test must fail there
    /// rather than be skipped.</summary>
    public static bool IsInstalled => Program is not null || Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>The reason to give for a skipped test.</summary>
    public static string SkipReason => "Mosquitto is not installed here.";

    /// <summary>The port it listens on, the same after each start.</summary>
    public int Port { get; }

    /// <summary>The id of the running process.</summary>
    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("Mosquitto does not run now.");

    /// <summary>What it wrote so far, in all its lives.</summary>
    public string Log => string.Join('\n', _log);

    /// <summary>Starts one and waits until it accepts connections.</summary>
    public static async Task<MosquittoBroker> StartAsync(MosquittoOptions? options = null)
    {
        MosquittoOptions wanted = options ?? new MosquittoOptions();
        for (int attempt = 1; ; attempt++)
        {
            MosquittoBroker broker = new(wanted.Port == 0 ? FreePort.Next() : wanted.Port);
            await broker.ConfigureAsync(wanted);
            try
            {
                await broker.StartAgainAsync();
                return broker;
            }
            catch (InvalidOperationException) when (
                wanted.Port == 0 && attempt < Attempts && broker.Log.Contains("Address already in use"))
            {
                await broker.DisposeAsync();
            }
            catch
            {
                await broker.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Kills it without warning, as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
            _process = null;
        }
    }

    /// <summary>Starts it again after <see cref="KillAsync"/>, on the same port and with the same
    /// configuration.</summary>
    public async Task StartAgainAsync()
    {
        string program = Program ?? throw new InvalidOperationException("Mosquitto is not installed.");
        _process = Run(program, "-c", _folder["mosquitto.conf"]);
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.Holds(
            async () => _process.HasExited || await AcceptsAsync(), $"Mosquitto accepts connections on port {Port}");
        if (_process.HasExited)
        {
            await _process.WaitForExitAsync();
            throw new InvalidOperationException($"Mosquitto ended with code {_process.ExitCode}:\n{Log}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Dispose();
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Append("/usr/sbin")
        .Append("/usr/local/sbin")
        .Where(folder => folder.Length > 0)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    private static Process Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    private async Task ConfigureAsync(MosquittoOptions options)
    {
        // Started as root it would otherwise become a user who can't read this folder.
        List<string> lines =
        [
            "user root",
            "persistence false",
            "set_tcp_nodelay true",
            "log_dest stderr",
            $"listener {Port} 127.0.0.1",
            $"allow_anonymous {(options.Users.Count == 0 ? "true" : "false")}",
        ];
        if (options.Users.Count > 0)
        {
            lines.Add($"password_file {await WritePasswordsAsync(options.Users)}");
        }

        if (options.Acl is not null)
        {
            lines.Add($"acl_file {_folder.Write("acl", options.Acl)}");
        }

        if (options.Certificate is not null)
        {
            lines.Add($"certfile {options.Certificate.CertificateFile}");
            lines.Add($"keyfile {options.Certificate.KeyFile}");
        }

        if (options.ClientCaFile is not null)
        {
            lines.Add($"cafile {options.ClientCaFile}");
            lines.Add("require_certificate true");
        }

        _folder.Write("mosquitto.conf", string.Join('\n', [.. lines, .. options.Lines]) + "\n");
    }

    private async Task<string> WritePasswordsAsync(IReadOnlyDictionary<string, string> users)
    {
        string file = _folder.Write("passwords", string.Concat(users.Select(user => $"{user.Key}:{user.Value}\n")));
        using Process hash = Run(
            Find("mosquitto_passwd") ?? throw new InvalidOperationException("mosquitto_passwd is not installed."),
            "-U",
            file);
        await hash.WaitForExitAsync();
        return hash.ExitCode == 0
            ? file
            : throw new InvalidOperationException($"mosquitto_passwd ended with code {hash.ExitCode}.");
    }

    private async Task<bool> AcceptsAsync()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Note(string? line)
    {
        if (line is not null)
        {
            _log.Enqueue(line);
        }
    }
}
