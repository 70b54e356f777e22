using System.Runtime.Versioning;
using Moi.Daemon.Files;
using Moi.Daemon.Verbs;
using Moi.Protocol.Messages;
using Moi.Testing;

namespace Moi.Daemon.Tests.Files;

[SupportedOSPlatform("linux")]
public sealed class FileFinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("*.log", "a.log,b.log")]
    [InlineData("?.log", "a.log,b.log")]
    [InlineData("[ac].log", "a.log")]
    [InlineData(".*", ".hidden")]
    [InlineData("*/deep/*", "one/deep/x,two/deep/y")]
    [InlineData("t*/*/*", "two/deep/y")]
    [InlineData("*/nowhere/*", "")]
    [InlineData("*.none", "")]
    [InlineData("$(ls)*", "")]
    [InlineData("odd[1].txt", "odd[1].txt")]
    [InlineData("one/../a.log", "a.log")]
    public void Wildcards_mean_what_they_mean_in_a_shell(string pattern, string found)
    {
        foreach (string file in (string[])["b.log", "a.log", "c.txt", ".hidden", "one/deep/x", "two/deep/y", "odd[1].txt"])
        {
            _folder.Write(file, "text");
        }

        Directory.CreateDirectory(_folder["folder.log"]);
        File.CreateSymbolicLink(_folder["broken.log"], "nowhere");

        Assert.Equal(
            found.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => new FoundFile(_folder[name], 4)),
            FileFinder.Find(_folder[pattern], CancellationToken.None));
    }

    [Theory]
    [InlineData("nothing", FaultCode.NoSuchFile)]
    [InlineData("", FaultCode.NoSuchFile)]
    [InlineData("[x*", FaultCode.BadRequest)]
    public void What_means_no_file_is_an_error(string path, string code)
    {
        VerbException refused = Assert.Throws<VerbException>(() => FileFinder.Find(_folder[path], CancellationToken.None));

        Assert.Equal(code, refused.Fault.Code);
    }

    [Fact]
    public void More_files_than_can_be_told_of_are_an_error_and_not_the_first_of_them()
    {
        for (int i = 0; i <= 1000; i++)
        {
            _folder.Write($"file-{i}", string.Empty);
        }

        VerbException refused = Assert.Throws<VerbException>(() => FileFinder.Find(_folder["*"], CancellationToken.None));

        Assert.Equal(FaultCode.TooManyFiles, refused.Fault.Code);
        Assert.Equal(101, FileFinder.Find(_folder["file-1??"], CancellationToken.None).Count + 1);
    }
}
