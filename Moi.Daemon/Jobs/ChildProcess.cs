using System.Collections;
using System.Runtime.Versioning;

using Microsoft.Win32.SafeHandles;

using Moi.Daemon.Jobs.Native;

namespace Moi.Daemon.Jobs;

/// <summary>
/// A process to start in a session of its own, with default signal handling, and with chosen descriptors.
/// System.Diagnostics.Process can do none of this.
/// </summary>
/// <param name="File">The program's full path.</param>
/// <param name="Arguments">What follows the program's name.</param>
/// <param name="WorkingDirectory">Where it starts; null means where this process is.</param>
/// <param name="Environment">Variables set in addition to those of this process.</param>
[SupportedOSPlatform("linux")]
internal sealed record ChildProcess(
    string File,
    IReadOnlyList<string> Arguments,
    string? WorkingDirectory,
    IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The signals it is born with blocked. All others, and what it does on any, are as by default.</summary>
    public IReadOnlyList<int> BlockedSignals { get; init; } = [];

    /// <summary>Descriptors of this process to close in the child, where they would not be by themselves.</summary>
    public IReadOnlyList<int> ClosedDescriptors { get; init; } = [];

    /// <summary>Starts it. It is this process's to be waited for.</summary>
    /// <param name="descriptors">What becomes its descriptors 0, 1, 2 and so on; null means <c>/dev/null</c>.</param>
    /// <returns>Its process id.</returns>
    /// <exception cref="ChildStartException">It can't be started; the message says why.</exception>
    public unsafe int Start(ReadOnlySpan<SafeFileHandle?> descriptors)
    {
        using var arguments = new StringVector([File, .. Arguments]);
        using var environment = new StringVector(MergedEnvironment());
        using var sources = new Duplicates(descriptors);

        int targets = descriptors.Length;
        ulong* attributes = stackalloc ulong[LibcSpawn.OpaqueWords];
        ulong* actions = stackalloc ulong[LibcSpawn.OpaqueWords];
        _ = LibcSpawn.InitAttributes(attributes);
        _ = LibcSpawn.InitActions(actions);
        try
        {
            ResetSignalsAndSession(attributes);
            for (int target = 0; target < targets; target++)
            {
                Require(sources[target] is { } source
                    ? LibcSpawn.AddDuplicate(actions, source, target)
                    : LibcSpawn.AddOpen(actions, target, "/dev/null", Constants.ReadWrite, 0));
            }

            foreach (int descriptor in ClosedDescriptors)
            {
                Require(descriptor < targets ? 0 : LibcSpawn.AddClose(actions, descriptor));
            }

            if (WorkingDirectory is not null)
            {
                Require(LibcSpawn.AddChangeDirectory(actions, WorkingDirectory));
            }

            int errno = LibcSpawn.Spawn(
                out int pid, File, actions, attributes, arguments.Pointer, environment.Pointer);
            return errno == 0 ? pid : throw new ChildStartException(Explain(errno));
        }
        catch (EntryPointNotFoundException) when (WorkingDirectory is not null)
        {
            // glibc before 2.29 can't change the directory on the way.
            return EnteringByShell().Start(descriptors);
        }
        finally
        {
            _ = LibcSpawn.DestroyActions(actions);
            _ = LibcSpawn.DestroyAttributes(attributes);
        }
    }

    /// <summary>The same, with a shell in between that changes the directory and is then replaced.</summary>
    internal ChildProcess EnteringByShell() =>
        Directory.Exists(WorkingDirectory)
            ? this with
            {
                File = "/bin/sh",
                Arguments = ["-c", "cd -- \"$0\" && exec \"$@\"", WorkingDirectory, File, .. Arguments],
                WorkingDirectory = null,
            }
            : throw new ChildStartException(ExplainDirectory());

    private unsafe void ResetSignalsAndSession(void* attributes)
    {
        ulong* signals = stackalloc ulong[LibcSpawn.OpaqueWords];
        SignalQueue.Fill(signals, BlockedSignals);
        Require(LibcSpawn.SetSignalMask(attributes, signals));
        _ = LibcSpawn.FillSignalSet(signals);
        Require(LibcSpawn.SetDefaultSignals(attributes, signals));
        Require(LibcSpawn.SetFlags(
            attributes,
            Constants.SpawnWithSignalDefaults | Constants.SpawnWithSignalMask | Constants.SpawnInOwnSession));
    }

    private static void Require(int errno)
    {
        if (errno != 0)
        {
            throw new ChildStartException($"A process can't be prepared: {Libc.ErrorText(errno)}.");
        }
    }

    private string Explain(int errno)
    {
        string text = Libc.ErrorText(errno);
        if (WorkingDirectory is null || Libc.Access(WorkingDirectory, Constants.MaySearch) == 0)
        {
            return $"{File} can't be started: {text}.";
        }

        return Directory.Exists(WorkingDirectory)
            ? $"The working directory {WorkingDirectory} can't be entered: {text}."
            : ExplainDirectory();
    }

    private string ExplainDirectory() =>
        System.IO.File.Exists(WorkingDirectory)
            ? $"The working directory {WorkingDirectory} is not a directory."
            : $"The working directory {WorkingDirectory} does not exist.";

    private List<string> MergedEnvironment()
    {
        var merged = new List<string>();
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            if (!Environment.ContainsKey((string)variable.Key))
            {
                merged.Add($"{variable.Key}={variable.Value}");
            }
        }

        foreach ((string name, string value) in Environment)
        {
            merged.Add($"{name}={value}");
        }

        return merged;
    }

    /// <summary>
    /// Copies, where needed, of descriptors to hand over, numbered above all targets: a source that is also a target
    /// would be overwritten by an earlier one, or keep its close-on-exec flag.
    /// </summary>
    private sealed class Duplicates : IDisposable
    {
        private readonly List<SafeFileHandle?> _handles = [];
        private readonly List<SafeFileHandle> _copies = [];

        public Duplicates(ReadOnlySpan<SafeFileHandle?> descriptors)
        {
            foreach (SafeFileHandle? handle in descriptors)
            {
                if (handle is null || handle.DangerousGetHandle() >= descriptors.Length)
                {
                    _handles.Add(handle);
                    continue;
                }

                int copy = Libc.Checked(
                    Libc.Fcntl(handle, Constants.DuplicateClosingOnExec, descriptors.Length),
                    "A descriptor can't be copied");
                _copies.Add(new SafeFileHandle(copy, ownsHandle: true));
                _handles.Add(_copies[^1]);
            }
        }

        public int? this[int target] => (int?)_handles[target]?.DangerousGetHandle();

        public void Dispose() => _copies.ForEach(copy => copy.Dispose());
    }
}
