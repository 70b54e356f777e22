using System.Runtime.Versioning;
using System.Text.Json;

using Microsoft.Win32.SafeHandles;

using Moi.Daemon.Jobs.Native;

namespace Moi.Daemon.Jobs;

/// <summary>
/// The files in a command's directory: <c>spec.json</c>, <c>lock</c>, <c>stdout</c>, <c>stderr</c>, <c>totals</c>,
/// <c>stop</c>, <c>runner.log</c> and, once it has ended, <c>result.json</c>. Only their owner can read them.
/// </summary>
internal static class CommandFiles
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static string SpecIn(string directory) => Path.Combine(directory, "spec.json");

    public static string ResultIn(string directory) => Path.Combine(directory, "result.json");

    public static string LockIn(string directory) => Path.Combine(directory, "lock");

    public static string StopIn(string directory) => Path.Combine(directory, "stop");

    public static string LogIn(string directory) => Path.Combine(directory, "runner.log");

    public static string TotalsIn(string directory) => Path.Combine(directory, "totals");

    public static string StreamIn(string directory, OutputStream stream) =>
        Path.Combine(directory, stream == OutputStream.Stdout ? "stdout" : "stderr");

    /// <summary>Makes a directory for one command, which must not have had one before.</summary>
    /// <exception cref="IOException">It has been used already, or can't be made.</exception>
    [SupportedOSPlatform("linux")]
    public static void CreateDirectory(string directory)
    {
        Directory.CreateDirectory(directory, Own | UnixFileMode.UserExecute);
        if (File.Exists(SpecIn(directory)))
        {
            throw new IOException($"{directory} belongs to a command that was started before; nothing is run again.");
        }
    }

    /// <summary>Makes a file that is not there yet and that only its owner can read.</summary>
    /// <exception cref="IOException">It exists, or can't be made.</exception>
    [SupportedOSPlatform("linux")]
    public static SafeFileHandle CreateOwn(string path)
    {
        int descriptor = Libc.Open(
            path, Constants.ReadWrite | Constants.Create | Constants.Exclusive | Constants.CloseOnExec, (int)Own);
        return new SafeFileHandle(Libc.Checked(descriptor, $"{path} can't be made"), ownsHandle: true);
    }

    [SupportedOSPlatform("linux")]
    public static void WriteSpec(string directory, CommandSpec spec)
    {
        using SafeFileHandle file = CreateOwn(SpecIn(directory));
        RandomAccess.Write(file, CommandSpecJson.Write(spec), 0);
    }

    /// <summary>What was to run; null when there is no word of it, or only a damaged one.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static CommandSpec? ReadSpec(string directory) =>
        Read(SpecIn(directory), json => CommandSpecJson.Read(json));

    /// <summary>Puts the result in its place: whole, or not at all.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    [SupportedOSPlatform("linux")]
    public static void WriteResult(string directory, CommandResult result, bool durable) => WriteWhole(
        ResultIn(directory), CommandResultJson.Write(result), durable);

    /// <summary>Puts a file that only its owner can read in its place: whole, or not at all.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    [SupportedOSPlatform("linux")]
    public static void WriteWhole(string path, ReadOnlySpan<byte> content, bool durable)
    {
        string fresh = path + ".new";
        File.Delete(fresh);
        using (SafeFileHandle file = CreateOwn(fresh))
        {
            RandomAccess.Write(file, content, 0);
            if (durable)
            {
                RandomAccess.FlushToDisk(file);
            }
        }

        File.Move(fresh, path, overwrite: true);
        if (durable)
        {
            FlushDirectory(Path.GetDirectoryName(path)!);
        }
    }

    /// <summary>Forces to the disk which files a directory has.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    [SupportedOSPlatform("linux")]
    public static void FlushDirectory(string directory)
    {
        using var entry = new SafeFileHandle(
            Libc.Checked(Libc.Open(directory, Constants.CloseOnExec, 0), $"{directory} can't be opened"),
            ownsHandle: true);
        Libc.Checked(Libc.Fsync(entry), $"{directory} can't be flushed");
    }

    /// <summary>How the command ended; null when there is no word of it, or only a damaged one.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static CommandResult? ReadResult(string directory) =>
        Read(ResultIn(directory), json => CommandResultJson.Read(json));

    /// <summary>A file's content; null when there is none, or only a damaged one.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static T? Read<T>(string path, Func<byte[], T?> parse)
        where T : class
    {
        try
        {
            return parse(File.ReadAllBytes(path));
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException or FormatException)
        {
            return null; // A file that power loss left damaged says no more than none.
        }
    }
}
