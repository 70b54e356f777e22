using CsCheck;
using Moi.PowerShell;
using Moi.PowerShell.Fleet.Files;
using Moi.Protocol.Messages;
using Moi.Protocol.Transfer;
using Moi.Testing;

namespace Moi.Fleet.Tests.Files;

public sealed class LocalPlaceTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("file", "file")]
    [InlineData("%n-%a-%t-%%", "frodo-10.0.0.1-1700000000-%")]
    [InlineData(".", "frodo-10.0.0.1-x.log")]
    [InlineData("sub", "sub/frodo-10.0.0.1-x.log")]
    [InlineData("sub/", "sub/frodo-10.0.0.1-x.log")]
    [InlineData("sub/%n", "sub/frodo")]
    [InlineData("sub/%n/", "sub/frodo/frodo-10.0.0.1-x.log")]
    [InlineData("sub/%n/log", "sub/frodo/log")]
    public void A_file_gets_the_place_that_was_said(string text, string place)
    {
        Directory.CreateDirectory(_folder["sub"]);

        Assert.Equal(_folder[place], Parse(text).Of("frodo", "10.0.0.1", "x.log").Path);
    }

    [Fact]
    public void A_per_cent_sign_in_the_folder_around_means_nothing()
    {
        string folder = Directory.CreateDirectory(_folder["100%x"]).FullName;
        LocalPlace place = LocalPlace.Parse("%n", path => Path.GetFullPath(path, folder), "%n-", Now);

        Assert.Equal(Path.Combine(folder, "frodo"), place.Of("frodo", "a", "x").Path);
        Assert.Equal(Path.Combine(folder, "frodo"), LocalPlace.Parse(place.Text, path => path, "%n-", Now).Of("frodo", "a", "x").Path);
    }

    [Theory]
    [InlineData("..", "10.0.0.1")]
    [InlineData("../../etc/passwd", "/etc")]
    [InlineData("/etc/passwd", "..")]
    [InlineData("a\\..\\b", "fe80::1")]
    [InlineData("CON", "nul.txt")]
    [InlineData("trailing. . ", "x.")]
    [InlineData("\u202Egnp.exe", "a\nb\u001b[2J")]
    [InlineData("", "\0")]
    public void What_a_remote_calls_itself_cannot_leave_the_folder(string name, string address)
    {
        foreach (string text in (string[])["%n", "%a", "%n%a", "%n/%a", ".", "%n/"])
        {
            string path = Parse(text).Of(name, address, "x.log").Path;

            Assert.StartsWith(_folder.Path + "/", Path.GetFullPath(path));
            Assert.All(path[(_folder.Path.Length + 1)..].Split('/'), AssertPlain);
        }
    }

    [Fact]
    public void No_name_whatever_leaves_the_folder_or_means_a_device() =>
        Gen.Select(Gen.String[Gen.Char["./\\: CONnul%\0\n\u202e\ud800aé"], 0, 12], Gen.String[0, 12], Gen.Int[0, 3].Select(i => new[] { "%n", "%a-%n", ".", "%n/%a" }[i])).Sample((name, address, text) =>
        {
            string path = Parse(text).Of(name, address, "x").Path;

            Assert.StartsWith(_folder.Path + "/", Path.GetFullPath(path));
            Assert.All(path[(_folder.Path.Length + 1)..].Split('/'), AssertPlain);
        });

    [Theory]
    [InlineData("tmp/*.log", "/tmp/.bashrc", false)]
    [InlineData("tmp/*.log", "/tmp/x.txt", false)]
    [InlineData("tmp/*.log", "/tmp/.x.log", false)]
    [InlineData("tmp/*.log", "/tmp/..", false)]
    [InlineData("tmp/x", "/tmp/y", false)]
    [InlineData("tmp/*.log", "/tmp/x.log", true)]
    [InlineData("tmp/.*", "/tmp/.x", true)]
    [InlineData("tmp/a[b", "/tmp/a[b", true)]
    public void Only_what_was_asked_for_is_taken(string asked, string offered, bool isTaken)
    {
        FetchPlans plans = new(asked, LocalPlace.Parse(".", Resolve, "", Now));

        if (isTaken)
        {
            plans.Add("r1", "a", "frodo", new FoundFile(offered, 1));
            Assert.Single(plans.All);
        }
        else
        {
            Assert.Throws<MoiException>(() => plans.Add("r1", "a", "frodo", new FoundFile(offered, 1)));
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(((long)BlockLayout.MostBlocks * BlockLayout.LargestBlock) + 1)]
    public void A_size_that_no_file_can_have_is_refused_for_that_file_alone(long size)
    {
        FetchPlans plans = new("tmp/x", Parse("%n"));
        plans.Add("r1", "10.0.0.1", "frodo", new FoundFile("/tmp/x", 1));

        MoiException refused = Assert.Throws<MoiException>(() => plans.Add("r2", "10.0.0.2", "merry", new FoundFile("/tmp/x", size)));

        Assert.Contains($"{size} bytes", refused.Message);
        Assert.Equal(1, new FetchProgress(plans.All).Size);
    }

    [Fact]
    public void Names_that_become_the_same_are_a_clash_that_names_both()
    {
        FetchPlans plans = new("tmp/x", Parse("%n"));
        plans.Add("r1", "10.0.0.1", "a:b", new FoundFile("/tmp/x", 1));

        FetchClashException clash = Assert.Throws<FetchClashException>(() => plans.Add("r2", "10.0.0.2", "a/b", new FoundFile("/tmp/x", 1)));

        Assert.Contains("10.0.0.1", clash.Message);
        Assert.Contains("10.0.0.2", clash.Message);
    }

    private static void AssertPlain(string part)
    {
        Assert.NotEmpty(part);
        Assert.DoesNotContain(part, (string[])[".", ".."]);
        Assert.True(part[^1] is not ('.' or ' '));
        Assert.DoesNotContain(part, c => char.IsControl(c) || "\\:*?\"<>|\u202E".Contains(c));
        Assert.DoesNotContain(part.Split('.')[0].ToUpperInvariant(), (string[])["CON", "NUL"]);
    }

    private string Resolve(string path) => Path.GetFullPath(path, _folder.Path);

    private LocalPlace Parse(string text) => LocalPlace.Parse(text, Resolve, "%n-%a-", Now);
}
