using CsCheck;
using Moi.Daemon.Configuration;

namespace Moi.Daemon.Tests.Configuration;

public sealed class FolderNameTests
{
    [Theory]
    [InlineData("frodo", "frodo")]
    [InlineData("frodo baggins", "frodo baggins")]
    [InlineData("Frödo", "Frödo")]
    [InlineData("gate.7", "gate.7")]
    [InlineData(".", "%2E")]
    [InlineData("..", "%2E%2E")]
    [InlineData(".hidden", "%2Ehidden")]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("50%", "50%25")]
    [InlineData("end. ", "end.%20")]
    public void A_folder_is_named_like_the_remote_if_it_can_be(string name, string folder) =>
        Assert.Equal(folder, FolderName.From(name));

    [Fact]
    public void Different_remotes_have_different_folders_that_stay_where_they_are() =>
        Gen.Select(Name, Name).Sample((one, other) =>
        {
            string folder = FolderName.From(one);
            Assert.Equal(one == other, folder == FolderName.From(other));
            Assert.Equal($"/a/{folder}", Path.GetFullPath($"/a/{folder}"));
            Assert.Equal(folder, Path.GetFileName(folder));
        });

    private static Gen<string> Name { get; } = Gen.OneOf(
        Gen.Char["./\\%2EF :ab"].Array[1, 8].Select(characters => new string(characters)),
        Gen.Char[' ', '~'].Array[1, 64].Select(characters => new string(characters)));
}
