using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Moi.Daemon.Jobs.Native;

/// <summary>posix_spawn and what it takes. All but the sigset calls return errno rather than setting it.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class LibcSpawn
{
    /// <summary>Larger than posix_spawnattr_t, posix_spawn_file_actions_t and sigset_t of glibc and musl.</summary>
    internal const int OpaqueWords = 128;

    [LibraryImport(Libc.Library, EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Spawn(
        out int pid, string file, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport(Libc.Library, EntryPoint = "posix_spawnattr_init")]
    internal static partial int InitAttributes(void* attributes);

    [LibraryImport(Libc.Library, EntryPoint = "posix_spawnattr_destroy")]
    internal static partial int DestroyAttributes(void* attributes);

    [LibraryImport(Libc.Library, EntryPoint = "posix_spawnattr_setflags")]
    internal static partial int SetFlags(void* attributes, short flags);

    [LibraryImport(Libc.Library, EntryPoint = "posix_spawnattr_setsigmask")]
    internal static partial int SetSignalMask(void* attributes, void* signals);

    [LibraryImport(Libc.Library, EntryPoint = "posix_spawnattr_setsigdefault")]
    internal static partial int SetDefaultSignals(void* attributes, void* signals);

    [LibraryImport(Libc.Library, EntryPoint = "posix_spawn_file_actions_init")]
    internal static partial int InitActions(void* actions);

    [LibraryImport(Libc.Library, EntryPoint = "posix_spawn_file_actions_destroy")]
    internal static partial int DestroyActions(void* actions);

    [LibraryImport(Libc.Library, EntryPoint = "posix_spawn_file_actions_addclose")]
    internal static partial int AddClose(void* actions, int descriptor);

    [LibraryImport(Libc.Library, EntryPoint = "posix_spawn_file_actions_adddup2")]
    internal static partial int AddDuplicate(void* actions, int source, int target);

    [LibraryImport(
        Libc.Library, EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int AddOpen(void* actions, int target, string path, int flags, int mode);

    [LibraryImport(
        Libc.Library, EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int AddChangeDirectory(void* actions, string path);

    [LibraryImport(Libc.Library, EntryPoint = "sigemptyset")]
    internal static partial int EmptySignalSet(void* signals);

    [LibraryImport(Libc.Library, EntryPoint = "sigfillset")]
    internal static partial int FillSignalSet(void* signals);

    [LibraryImport(Libc.Library, EntryPoint = "sigaddset")]
    internal static partial int AddToSignalSet(void* signals, int signal);

    [LibraryImport(Libc.Library, EntryPoint = "sigdelset")]
    internal static partial int RemoveFromSignalSet(void* signals, int signal);

    [LibraryImport(Libc.Library, EntryPoint = "sigismember")]
    internal static partial int IsInSignalSet(void* signals, int signal);
}
