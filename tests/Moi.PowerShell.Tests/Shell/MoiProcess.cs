using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Moi.PowerShell.Tests.Shell;

/// <summary>What a run of moi left.</summary>
public sealed record MoiResult(int ExitCode, string Output, string Error);

/// <summary>What moi is run with, besides its arguments.</summary>
public sealed record MoiSetting
{
    /// <summary>What it reads from standard input, which then ends.</summary>
    public string Input { get; init; } = "";

    /// <summary>Environment variables to set; null removes one.</summary>
    public Dictionary<string, string?> Environment { get; init; } = [];
}

/// <summary>The built moi as a process of its own, with all its streams redirected.</summary>
public sealed class MoiProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly UTF8Encoding PlainUtf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task<string> _error;

    private MoiProcess(StubModule module, string[] arguments, Dictionary<string, string?> environment)
    {
        ProcessStartInfo start = new("dotnet", [Assembly(), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = PlainUtf8,
            StandardOutputEncoding = PlainUtf8,
            StandardErrorEncoding = PlainUtf8,
        };
        start.Environment["MOI_MODULE"] = module.ModulePath;
        start.Environment["MOI_STUB_TRACE"] = module.TracePath;
        start.Environment["TERM"] = "xterm-256color";
        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Runs moi to its end.</summary>
    /// <param name="module">The module for it.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it left.</returns>
    public static Task<MoiResult> RunAsync(StubModule module, params string[] arguments)
        => RunAsync(module, new MoiSetting(), arguments);

    /// <summary>Runs moi to its end.</summary>
    /// <param name="module">The module for it.</param>
    /// <param name="setting">What else to run it with.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it left.</returns>
    public static async Task<MoiResult> RunAsync(StubModule module, MoiSetting setting, params string[] arguments)
    {
        using MoiProcess moi = new(module, arguments, setting.Environment);
        await moi.WriteAsync(setting.Input);
        moi._process.StandardInput.Close();
        return await moi.EndAsync();
    }

    /// <summary>Starts moi.</summary>
    /// <param name="module">The module for it.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>The running process, its standard input open.</returns>
    public static MoiProcess Start(StubModule module, params string[] arguments)
        => new(module, arguments, new MoiSetting().Environment);

    /// <summary>Writes to its standard input.</summary>
    /// <param name="text">The text.</param>
    public async Task WriteAsync(string text)
    {
        try
        {
            await _process.StandardInput.WriteAsync(text);
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It has ended without reading, which is its right.
        }
    }

    /// <summary>Waits until it has written a line.</summary>
    /// <param name="line">The line.</param>
    public async Task WaitForLineAsync(string line)
    {
        using CancellationTokenSource limit = new(Patience);
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } read)
        {
            _output.Append(read).Append('\n');
            if (read == line)
            {
                return;
            }
        }

        Assert.Fail($"moi ended without writing {line}: {_output}{await _error}");
    }

    /// <summary>Sends it a signal.</summary>
    /// <param name="name">The signal's name without SIG.</param>
    public void Signal(string name)
    {
        string number = _process.Id.ToString(CultureInfo.InvariantCulture);
        using Process kill = Process.Start("sh", ["-c", $"kill -{name} {number}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits until it and all that holds its streams have ended.</summary>
    /// <returns>What it left.</returns>
    public async Task<MoiResult> EndAsync()
    {
        using CancellationTokenSource limit = new(Patience);
        _output.Append(await _process.StandardOutput.ReadToEndAsync(limit.Token));
        await _process.WaitForExitAsync(limit.Token);
        return new MoiResult(_process.ExitCode, _output.ToString(), await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static string Assembly()
    {
        // tests/Moi.PowerShell.Tests/bin/<configuration>/net10.0/
        DirectoryInfo framework = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        DirectoryInfo repository = framework.Parent!.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(
            repository.FullName, "Moi.Shell", "bin", framework.Parent.Name, framework.Name, "moi.dll");
    }
}
