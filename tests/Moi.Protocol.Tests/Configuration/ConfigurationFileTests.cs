using Moi.Protocol.Configuration;

namespace Moi.Protocol.Tests.Configuration;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_file_is_told_with_its_full_path()
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => Settings.Load(_folder.At("no.toml")));

        Assert.Equal($"{_folder.At("no.toml")}: no such file", error.Message);
        Assert.Equal(0, error.Line);
        Assert.Equal("no/no.toml: no such file", _folder.Error(() => Settings.Load(_folder.At("no/no.toml"))));
    }

    [Fact]
    public void A_folder_is_not_a_file() => Assert.Equal(
        "d.toml: this is a folder, not a file",
        _folder.Error(() => Settings.Load(Directory.CreateDirectory(_folder.At("d.toml")).FullName)));

    [Fact]
    public void A_file_that_may_not_be_read_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "root may read every file");
        string path = _folder.Write("locked.toml", "");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.None);
        }

        Assert.Equal("locked.toml: not readable: permission denied", _folder.Error(() => Settings.Load(path)));
    }

    [Fact]
    public void A_file_that_fails_while_it_is_read_is_told()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");

        Assert.StartsWith(
            "/proc/self/mem: not readable: ", _folder.Error(() => Settings.Load("/proc/self/mem")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_over_256_KiB_is_refused_and_one_of_256_KiB_is_read()
    {
        string largest = "#" + new string('x', (256 * 1024) - 1);

        Assert.Empty(Settings.Load(_folder.Write("a.toml", largest)).Keys);
        Assert.Equal(
            "b.toml: the file is larger than 256 KiB; is it the right one?",
            _folder.Error(() => Settings.Load(_folder.Write("b.toml", largest + "x"))));
    }

    [Theory]
    [InlineData("config.toml", new byte[] { (byte)'#', 10, (byte)'a', 0xC3, 0x28 }, 2)]
    [InlineData("moid.json", new byte[] { (byte)'{', 10, 10, 0x80 }, 3)]
    [InlineData("utf16.toml", new byte[] { 0xFF, 0xFE, (byte)'a', 0 }, 1)]
    public void Other_encodings_are_refused_at_the_line(string name, byte[] content, int line) => Assert.Equal(
        $"{name}:{line}: this is not UTF-8 text; save the file as UTF-8",
        _folder.Error(() => Settings.Parse(_folder.At(name), content)));

    [Theory]
    [InlineData("c.toml", "a = 1", SettingsFormat.Toml)]
    [InlineData("c.TOML", "a = 1", SettingsFormat.Toml)]
    [InlineData("c.Json", "{}", SettingsFormat.Json)]
    [InlineData("c.conf", " \r\n\t{}", SettingsFormat.Json)]
    [InlineData("c.conf", "\uFEFF{}", SettingsFormat.Json)]
    [InlineData("c", "# a comment", SettingsFormat.Toml)]
    [InlineData("c", "\n[config]", SettingsFormat.Toml)]
    [InlineData("c", "'a' = 1", SettingsFormat.Toml)]
    [InlineData("c", "1a = 1", SettingsFormat.Toml)]
    [InlineData("c", "", SettingsFormat.Toml)]
    public void The_extension_says_the_format_or_else_the_first_character(string name, string text, SettingsFormat format) =>
        Assert.Equal(format, Settings.Load(_folder.Write(name, text)).Format);

    [Fact]
    public void What_begins_like_neither_format_is_refused() => Assert.Equal(
        "c.conf:2: this is neither TOML nor JSON",
        _folder.Error(() => Settings.Load(_folder.Write("c.conf", "\n <config/>"))));
}
