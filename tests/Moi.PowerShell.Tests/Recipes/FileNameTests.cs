using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Recipes;

public sealed class FileNameTests
{
    [Theory]
    [InlineData("tree_1.7.0-3_i386.deb", "tree", "1.7.0-3_i386")]
    [InlineData("/srv/lua5.2_5.2.3-1.1_i386.deb", "lua5_2", "5.2.3-1.1_i386")]
    [InlineData("foo-1.2.3.tar.gz", "foo", "1.2.3")]
    [InlineData("libfoo-2.0-3.zip", "libfoo", "2.0-3")]
    [InlineData("x86_64-tool-2.0.tgz", "x86_64-tool", "2.0")]
    [InlineData("tool-2.0-x86_64.tgz", "tool", "2.0-x86_64")]
    [InlineData("tool-x86_64.tgz", "tool-x86_64", null)]
    [InlineData("x86-2.0.tgz", "x86", "2.0")]
    [InlineData("x86-64.1.tgz", "x86-64_1", null)]
    [InlineData("my_tool-v1.2.tgz", "my_tool", "1.2")]
    [InlineData("lib-v4l2-1.0.tgz", "lib-v4l2", "1.0")]
    [InlineData("libgtk-3-0_3.24.24-4_amd64.deb", "libgtk-3-0", "3.24.24-4_amd64")]
    [InlineData("grove-1.deb", "grove", "1")]
    [InlineData("foo-1.2", "foo", "1.2")]
    [InlineData("noversion", "noversion", null)]
    [InlineData("noversion.deb", "noversion", null)]
    [InlineData("foo-", "foo", null)]
    [InlineData("foo_", "foo", null)]
    [InlineData("g++-9.1.7z", "g__", "9.1")]
    [InlineData("brücke-1.tgz", "br_cke", "1")]
    [InlineData("../x/foo-1.0/", "foo", "1.0")]
    [InlineData("", "", null)]
    public void A_file_s_name_says_the_package_and_its_version(string path, string package, string? version)
    {
        using ModuleSession session = new();
        session.Set("path", path);

        ScriptResult result = session.Run("[Moi.PowerShell.RecipeText]::Package($path), [Moi.PowerShell.RecipeText]::Version($path)").Clean();

        Assert.Equal([package, version], result.Output.Select(part => (string?)part?.BaseObject));
    }

    [Theory]
    [InlineData("/a/b/foo-1.2.tar.gz", "foo-1.2.tar.gz", "foo-1.2")]
    [InlineData("foo-1.2", "foo-1.2", "foo-1.2")]
    [InlineData("foo.conf", "foo.conf", "foo")]
    [InlineData(".bashrc", ".bashrc", ".bashrc")]
    [InlineData("a.tar", "a.tar", "a")]
    public void A_file_s_name_is_taken_without_its_folder_and_without_its_extension(string path, string name, string stem)
    {
        using ModuleSession session = new();
        session.Set("path", path);

        ScriptResult result = session.Run("[Moi.PowerShell.RecipeText]::Base($path), [Moi.PowerShell.RecipeText]::Stem($path)").Clean();

        Assert.Equal([name, stem], result.Output.Select(part => (string)part.BaseObject));
    }
}
