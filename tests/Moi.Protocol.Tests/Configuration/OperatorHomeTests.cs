using Moi.Protocol.Configuration;

namespace Moi.Protocol.Tests.Configuration;

public sealed class OperatorHomeTests
{
    [Fact]
    public void MOI_HOME_comes_first() =>
        Assert.Equal(Path.GetFullPath("/srv/moi"), OperatorHome.Resolve("/srv/x/../moi", "/home/steve"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Else_it_is_the_folder_moi_in_the_users_own(string? moiHome) =>
        Assert.Equal(Path.GetFullPath("/home/steve/.moi"), OperatorHome.Resolve(moiHome, "/home/steve"));

    [Fact]
    public void Without_any_folder_the_error_says_what_to_set() => Assert.Equal(
        "There is no home folder for Moi: set MOI_HOME to a folder.",
        Assert.Throws<InvalidOperationException>(() => OperatorHome.Resolve(null, null)).Message);
}
