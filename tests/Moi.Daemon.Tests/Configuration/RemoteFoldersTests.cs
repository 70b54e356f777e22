using System.Diagnostics;
using Moi.Daemon.Configuration;

namespace Moi.Daemon.Tests.Configuration;

public sealed class RemoteFoldersTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode AllRead = OwnerOnly
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode AllWrite =
        AllRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite | UnixFileMode.StickyBit;

    private readonly RemoteFolder _folder = new();
    private readonly DaemonConfiguration _configuration;

    public RemoteFoldersTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix modes");
        _configuration = _folder.Toml("[config]\nhome = 'a/home'\ntmp = 'b/tmp'\nstore = 'c/store'");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Missing_folders_are_made_with_their_modes()
    {
        RemoteFolders.Prepare(_configuration);

        Assert.Equal(AllRead, ModeOf(_configuration.Home));
        Assert.Equal(OwnerOnly, ModeOf(_configuration.TemporaryFolder));
        Assert.Equal(OwnerOnly, ModeOf(_configuration.StoreFolder));
    }

    [Fact]
    public void Folders_that_are_there_stay_as_they_are()
    {
        Directory.CreateDirectory(_configuration.Home);
        SetMode(_configuration.Home, OwnerOnly);
        File.WriteAllText(Path.Combine(_configuration.Home, "kept"), "");

        RemoteFolders.Prepare(_configuration);
        RemoteFolders.Prepare(_configuration);

        Assert.Equal(OwnerOnly, ModeOf(_configuration.Home));
        Assert.True(File.Exists(Path.Combine(_configuration.Home, "kept")));
    }

    [Fact]
    public void A_file_in_the_place_of_a_folder_is_told_with_the_key()
    {
        Directory.CreateDirectory(_folder.At("b"));
        File.WriteAllText(_configuration.TemporaryFolder, "");

        string message = _folder.Error(() => RemoteFolders.Prepare(_configuration));

        Assert.StartsWith("b/tmp: cannot be made: ", message, StringComparison.Ordinal);
        Assert.EndsWith("; set 'tmp' to another folder", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_somebody_else_laid_ready_in_a_shared_place_is_refused()
    {
        RequireRoot();
        Directory.CreateDirectory(_configuration.TemporaryFolder);
        SetMode(_folder.At("b"), AllWrite);
        GiveToNobody(_configuration.TemporaryFolder);

        Assert.Equal(
            "b/tmp: belongs to another user; remove it, or set 'tmp' to another folder",
            _folder.Error(() => RemoteFolders.Prepare(_configuration)));
    }

    [Fact]
    public void A_link_that_somebody_else_laid_ready_in_a_shared_place_is_refused()
    {
        RequireRoot();
        Directory.CreateDirectory(_folder.At("b"));
        SetMode(_folder.At("b"), AllWrite);
        Directory.CreateSymbolicLink(_configuration.TemporaryFolder, Directory.CreateDirectory(_folder.At("mine")).FullName);
        GiveToNobody(_configuration.TemporaryFolder);

        Assert.Equal(
            "b/tmp: belongs to another user; remove it, or set 'tmp' to another folder",
            _folder.Error(() => RemoteFolders.Prepare(_configuration)));
    }

    [Fact]
    public void Ones_own_folder_in_a_shared_place_is_good()
    {
        Directory.CreateDirectory(_configuration.TemporaryFolder);
        SetMode(_folder.At("b"), AllWrite);

        RemoteFolders.Prepare(_configuration);

        Assert.True(Directory.Exists(_configuration.StoreFolder));
    }

    [Fact]
    public void Somebody_elses_folder_in_a_place_of_ones_own_is_good()
    {
        RequireRoot();
        Directory.CreateDirectory(_configuration.Home);
        GiveToNobody(_configuration.Home);

        RemoteFolders.Prepare(_configuration);

        Assert.True(Directory.Exists(_configuration.StoreFolder));
    }

    private static void RequireRoot() =>
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root can give a folder away");

    private static void GiveToNobody(string path)
    {
        using Process chown = Process.Start("chown", ["--no-dereference", "65534", path]);
        chown.WaitForExit();
        Assert.Equal(0, chown.ExitCode);
    }

    private static UnixFileMode ModeOf(string path) =>
        OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
