using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using CsCheck;
using Moi.Daemon.Jobs;
using Moi.Daemon.Jobs.Book;
using Moi.Daemon.Keys;
using Moi.Testing;

namespace Moi.Daemon.Tests.Jobs.Book;

[SupportedOSPlatform("linux")]
public sealed class JobKeyTests
{
    [Fact]
    public void Output_is_cut_between_characters_and_that_is_said() => Gen.Int[0, 3].Sample(shift =>
    {
        string text = new string('a', shift) + string.Concat(Enumerable.Repeat("€", JobKey.LargestOutput));

        JsonElement key = KeyOf(Encoding.UTF8.GetBytes(text));

        string stdout = key.GetProperty("stdout").GetString()!;
        Assert.StartsWith(stdout, text, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(stdout), JobKey.LargestOutput - 2, JobKey.LargestOutput);
        Assert.True(key.GetProperty("truncated").GetBoolean());
    });

    [Theory]
    [InlineData(JobKey.LargestOutput, false)]
    [InlineData(JobKey.LargestOutput + 1, true)]
    public void Only_what_does_not_fit_is_cut(int length, bool isCut)
    {
        JsonElement key = KeyOf(Encoding.ASCII.GetBytes(new string('a', length)));

        Assert.Equal(isCut, key.TryGetProperty("truncated", out _));
        Assert.Equal(JobKey.LargestOutput, key.GetProperty("stdout").GetString()!.Length);
    }

    [Fact]
    public void Whatever_was_written_the_key_fits_into_a_store() => Gen.Byte.Array[0, 40_000].Sample(
        bytes =>
        {
            JsonElement key = KeyOf(bytes);

            Assert.InRange(CompactJson.Size(key), 1, new StoreLimits().MaxValueBytes);
            Assert.True(JobKey.IsOne(key));
        },
        iter: 50);

    [Theory]
    [InlineData((byte)0)]
    [InlineData((byte)0xff)]
    [InlineData((byte)0x80)]
    public void Bytes_that_grow_in_JSON_fit_as_well(byte value)
    {
        byte[] bytes = new byte[50_000];
        Array.Fill(bytes, value);

        Assert.InRange(CompactJson.Size(KeyOf(bytes)), 1, new StoreLimits().MaxValueBytes);
    }

    [Theory]
    [InlineData("""{"state":"running"}""", true)]
    [InlineData("""{"state":"lost"}""", true)]
    [InlineData("""{"code":0,"stdout":"","stderr":""}""", true)]
    [InlineData("""{"code":0,"stdout":"","stderr":"","truncated":true}""", true)]
    [InlineData("""{"state":"open"}""", false)]
    [InlineData("""{"code":"0","stdout":"","stderr":""}""", false)]
    [InlineData("""{"code":0}""", false)]
    [InlineData("""[]""", false)]
    [InlineData("1", false)]
    [InlineData("\"running\"", false)]
    public void A_jobs_key_is_told_by_its_form(string json, bool isOne) =>
        Assert.Equal(isOne, JobKey.IsOne(CompactJson.Build(JsonDocument.Parse(json).RootElement.WriteTo)));

    private static JsonElement KeyOf(byte[] stdout)
    {
        using TemporaryFolder folder = new();
        using SpoolWriter writer = new(folder.Path, CommandSpec.DefaultOutputLimit);
        for (int offset = 0; offset < stdout.Length; offset += SpoolLayout.Chunk)
        {
            writer.Append(OutputStream.Stdout, stdout.AsSpan(offset, Math.Min(SpoolLayout.Chunk, stdout.Length - offset)));
        }

        (StreamResult output, StreamResult error) = writer.Finish(durable: false);
        return JobKey.Of(new CommandResult(CommandEnd.Exited, 0, null, 0, 0, output, error, null), new OutputSpool(folder.Path));
    }
}
