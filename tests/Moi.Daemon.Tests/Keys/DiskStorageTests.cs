using Microsoft.Extensions.Logging.Abstractions;
using Moi.Daemon.Keys;
using static Moi.Daemon.Tests.Keys.StoreBench;

namespace Moi.Daemon.Tests.Keys;

/// <summary>Stores on the real disk.</summary>
public sealed class DiskStorageTests : IDisposable
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = Directory.CreateTempSubdirectory("moi-store-").FullName;

    private string StoreFolder => Path.Combine(_folder, "var", "moid");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_folder_is_made_for_its_owner_alone_and_so_are_the_files()
    {
        await using (Store store = Open())
        {
            await store.Keys.ApplyAsync([Set("A", "1")]);
        }

        Assert.Equal(OwnersFile | UnixFileMode.UserExecute, ModeOf(StoreFolder));
        Assert.Equal(
            ["store.lock", "store.log"],
            Directory.GetFiles(StoreFolder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(StoreFolder), file => Assert.Equal(OwnersFile, ModeOf(file)));
    }

    [Fact]
    public async Task A_compacted_log_is_for_its_owner_alone_too_and_holds_everything()
    {
        await using (Store store = Open(new StoreLimits { CompactFromBytes = 1000 }))
        {
            for (int i = 0; i < 100; i++)
            {
                await store.Keys.ApplyAsync([Set($"k{i % 3}", $"{i}")]);
            }
        }

        string log = Path.Combine(StoreFolder, "store.log");
        Assert.InRange(new FileInfo(log).Length, 1, 2000);
        Assert.Equal(OwnersFile, ModeOf(log));
        await using Store again = Open();
        Assert.Equal("k0=99 k1=97 k2=98", KeysOf(again));
    }

    [Fact]
    public async Task A_second_store_in_the_same_process_is_refused_until_the_first_is_closed()
    {
        Store first = Open();
        Assert.Throws<StoreException>(() => Open());
        await first.DisposeAsync();
        await Open().DisposeAsync();
    }

    [Fact]
    public async Task A_store_held_by_another_process_is_refused_with_that_process_id()
    {
        using StoreHammer hammer = StoreHammer.Hold(StoreFolder);
        Assert.Equal("open", await hammer.ReadLineAsync());
        StoreException e = Assert.Throws<StoreException>(() => Open());
        Assert.Contains($"is in use by process {hammer.Id}", e.Message);
        Assert.Contains(StoreFolder, e.Message);
        await hammer.KillAsync();
        await Open().DisposeAsync();
    }

    [Fact]
    public void A_folder_that_can_not_be_made_is_named()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        string impossible = Path.Combine(file, "store");
        StoreException e = Assert.Throws<StoreException>(() => Store.Open(impossible, NullLogger.Instance));
        Assert.Contains($"The store in {impossible} can't be opened", e.Message);
    }

    private static UnixFileMode ModeOf(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
#pragma warning disable CA1416 // Skipped on Windows.
        return File.GetUnixFileMode(path);
#pragma warning restore CA1416
    }

    private Store Open(StoreLimits? limits = null) => Store.Open(StoreFolder, NullLogger.Instance, limits: limits);
}
