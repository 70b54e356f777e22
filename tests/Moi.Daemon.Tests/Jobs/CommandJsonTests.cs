using System.Text;
using System.Text.Json;

using CsCheck;

using Moi.Daemon.Jobs;

namespace Moi.Daemon.Tests.Jobs;

public sealed class CommandJsonTests
{
    private static readonly Gen<string> Text = Gen.String[0, 20];

    private static readonly Gen<StreamResult> Stream =
        Gen.Select(Gen.Long, Text, Gen.Long, (bytes, digest, missing) => new StreamResult(bytes, digest, missing));

    [Fact]
    public void A_spec_comes_back_as_it_was() =>
        Gen.Select(
            Gen.Select(Text, Text, Text),
            Gen.Dictionary(Text, Text)[0, 3],
            Gen.Byte.Array[0, 50].Null(),
            Gen.Double[0.001, 1e9].Nullable(),
            Gen.Long,
            Gen.Bool).Sample((texts, environment, stdin, timeout, limit, durable) =>
            {
                var spec = new CommandSpec
                {
                    Id = texts.Item1,
                    Command = texts.Item2,
                    WorkingDirectory = texts.Item3,
                    Environment = environment,
                    Stdin = stdin,
                    TimeoutSeconds = timeout,
                    OutputLimitBytes = limit,
                    Durable = durable,
                    Mark = texts.Item1,
                };

                CommandSpec read = CommandSpecJson.Read(CommandSpecJson.Write(spec));

                Assert.Equal(environment, read.Environment);
                Assert.Equal(stdin, read.Stdin);
                Assert.Equal(spec, read with { Environment = environment, Stdin = stdin });
            });

    [Fact]
    public void A_result_comes_back_as_it_was() =>
        Gen.Select(
            Gen.Enum<CommandEnd>(), Gen.Int, Gen.Int.Nullable(), Gen.Long, Gen.Long, Stream, Stream, Text.Null())
            .Sample((how, code, signal, started, duration, stdout, stderr, reason) =>
            {
                var result = new CommandResult(how, code, signal, started, duration, stdout, stderr, reason);

                Assert.Equal(result, CommandResultJson.Read(CommandResultJson.Write(result)));
            });

    [Fact]
    public void What_a_later_version_adds_is_passed_over()
    {
        byte[] json = Encoding.UTF8.GetBytes("""{"new":{"id":[1,{"id":"no"}]},"id":"yes","more":null}""");

        Assert.Equal("yes", CommandSpecJson.Read(json).Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"how":"never"}""")]
    public void What_is_no_result_is_refused(string json) =>
        Assert.ThrowsAny<JsonException>(() => CommandResultJson.Read(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("")]
    [InlineData("{\"exitCode\":\"seven\"}")]
    [InlineData("{\"exitCode\":1.5}")]
    [InlineData("{\"stdout\":7}")]
    public async Task A_damaged_result_is_as_good_as_none(string json)
    {
        string folder = Directory.CreateTempSubdirectory("moi-jobs-").FullName;
        await File.WriteAllTextAsync(CommandFiles.ResultIn(folder), json, TestContext.Current.CancellationToken);

        Assert.Null(CommandFiles.ReadResult(folder));
        Directory.Delete(folder, recursive: true);
    }
}
