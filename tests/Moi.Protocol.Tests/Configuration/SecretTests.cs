using Moi.Protocol.Configuration;

namespace Moi.Protocol.Tests.Configuration;

public sealed class SecretTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("hunter2", "hunter2")]
    [InlineData("hunter2\n", "hunter2")]
    [InlineData("hunter2\r\nsecond line\n", "hunter2")]
    [InlineData("\uFEFFhunter2\n", "hunter2")]
    [InlineData(" spaces stay \n", " spaces stay ")]
    [InlineData("pässwörd\n", "pässwörd")]
    public void The_first_line_of_the_file_is_the_secret(string content, string secret)
    {
        _folder.Write("pass", content);

        Assert.Equal(secret, Secret("x_file = 'pass'").Read());
    }

    [Fact]
    public void The_file_is_read_when_the_secret_is_needed()
    {
        Secret secret = Secret("x_file = 'pass'");
        _folder.Write("pass", "new");

        Assert.Equal("new", secret.Read());
    }

    [Fact]
    public void The_environment_variable_gives_the_secret()
    {
        string variable = $"MOI_TEST_{Guid.NewGuid():N}";
        Secret secret = Secret($"x_env = '{variable}'");
        Assert.Equal(
            $"config.toml:1: 'x_env' names the environment variable {variable}, which is not set",
            _folder.Error(() => secret.Read()));

        Environment.SetEnvironmentVariable(variable, "hunter2");

        Assert.Equal("hunter2", secret.Read());
        Environment.SetEnvironmentVariable(variable, null);
    }

    [Fact]
    public void The_configuration_itself_can_give_the_secret() => Assert.Equal("hunter2", Secret("x = 'hunter2'").Read());

    [Fact]
    public void No_key_is_no_secret() =>
        Assert.Null(Protocol.Configuration.Secret.From(_folder.Toml(""), "x", _folder.Rules, mustExist: true));

    [Theory]
    [InlineData("x = 'a'\nx_file = 'b'", 2, "x_file")]
    [InlineData("x_file = 'b'\nx_env = 'c'", 2, "x_env")]
    [InlineData("x_env = 'c'\nx = 'a'", 1, "x_env")]
    public void Two_ways_at_once_are_one_too_many(string text, int line, string key) => Assert.Equal(
        $"config.toml:{line}: '{key}' is one too many: give only one of x_file, x_env and x",
        _folder.Error(() => Secret(text)));

    [Theory]
    [InlineData("")]
    [InlineData("\nsecond line")]
    [InlineData("\r\n")]
    public void An_empty_first_line_is_an_error(string content)
    {
        string path = _folder.Write("pass", content);

        Assert.Equal(
            $"config.toml:2: 'x_file' names {Path.GetFileName(path)}: its first line is empty",
            _folder.Error(() => Secret("\nx_file = 'pass'").Read()));
    }

    [Fact]
    public void A_file_that_is_no_secret_is_an_error()
    {
        _folder.Write("long", new string('x', 5000));
        Directory.CreateDirectory(_folder.At("folder"));

        Assert.Equal(
            "config.toml:1: 'x_file' names long: its first line is longer than 4096 bytes",
            _folder.Error(() => Secret("x_file = 'long'").Read()));
        Assert.Equal(
            "config.toml:1: 'x_file' names folder: this is a folder, not a file",
            _folder.Error(() => Secret("x_file = 'folder'").Read()));
        Assert.Equal(
            "config.toml:1: 'x_file' names missing: no such file",
            _folder.Error(() => Secret("x_file = 'missing'").Read()));
    }

    [Fact]
    public void A_missing_file_is_found_early_if_it_must_exist() => Assert.Equal(
        "config.toml:1: 'x_file' names missing: no such file",
        _folder.Error(() => Protocol.Configuration.Secret.From(
            _folder.Toml("x_file = 'missing'"), "x", _folder.Rules, mustExist: true)));

    [Theory]
    [InlineData("x = 'hunter2'", "(given in the configuration)")]
    [InlineData("x_file = '/p/pass'", "(first line of /p/pass)")]
    [InlineData("x_env = 'PASS'", "(environment variable PASS)")]
    public void Printing_a_secret_tells_only_where_it_is(string text, string printed) =>
        Assert.Equal(printed, Secret(text).ToString());

    private Secret Secret(string text) =>
        Protocol.Configuration.Secret.From(_folder.Toml(text), "x", _folder.Rules, mustExist: false)!;
}
