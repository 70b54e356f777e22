using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Moi.Daemon.Journal;
using Moi.Daemon.Keys;
using static Moi.Daemon.Tests.Keys.StoreBench;

namespace Moi.Daemon.Tests.Keys;

public sealed class KillTests : IDisposable
{
    private const int Kills = 21;
    private const int NumbersEach = 120;

    private readonly string _folder = Directory.CreateTempSubdirectory("moi-kill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_number_a_killed_process_acknowledged_is_there()
    {
        Random random = new(20260301);
        List<int> acknowledged = [];
        for (int kill = 0; kill < Kills; kill++)
        {
            using StoreHammer hammer = StoreHammer.Write(_folder, kill * NumbersEach, NumbersEach);
            int lines = random.Next(NumbersEach / 2);
            while (lines-- > 0 && await hammer.ReadLineAsync() is { } line)
            {
                acknowledged.Add(int.Parse(line, CultureInfo.InvariantCulture));
            }

            await hammer.KillAsync();
            while (await hammer.ReadLineAsync() is { } line)
            {
                acknowledged.Add(int.Parse(line, CultureInfo.InvariantCulture));
            }
        }

        Assert.InRange(acknowledged.Count, Kills, Kills * NumbersEach);
        await using Store store = Store.Open(_folder, NullLogger.Instance);
        Assert.All(acknowledged, number => CheckNumber(store, number));
    }

    /// <summary>
    /// The hammer writes each number as a key, and odd ones through the journal, key and result in one record.
    /// </summary>
    private static void CheckNumber(Store store, int number)
    {
        Assert.True(store.Keys.TryGet($"k{number}", out System.Text.Json.JsonElement value), $"{number} is lost.");
        Assert.Equal(number, value.GetInt32());
        JournalAnswer answer = store.Journal.Find(new JournalRequest("hammer", $"r{number}", default, long.MaxValue));
        Assert.Equal(
            number % 2 == 0 ? (JournalVerdict.New, "") : (JournalVerdict.Repeat, $"{number}"),
            (answer.Verdict, Text(answer.Result)));
    }
}
