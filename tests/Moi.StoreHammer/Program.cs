using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Moi.Daemon.Journal;
using Moi.Daemon.Keys;

// hold FOLDER               opens the store, prints "open", keeps it
// write FOLDER FIRST COUNT  writes numbers as keys, odd ones through the journal, prints each when it is acknowledged
// Either goes on until it is killed or its standard input ends.
StoreLimits limits = new() { CompactFromBytes = 8 * 1024 };
await using Store store = Store.Open(args[1], NullLogger.Instance, limits: limits);
if (args[0] == "hold")
{
    Console.WriteLine("open");
}
else
{
    int first = int.Parse(args[2], CultureInfo.InvariantCulture);
    IEnumerable<int> numbers = Enumerable.Range(first, int.Parse(args[3], CultureInfo.InvariantCulture));
    await Parallel.ForEachAsync(numbers, new ParallelOptions { MaxDegreeOfParallelism = 4 }, WriteAsync);
}

await Console.In.ReadToEndAsync();

async ValueTask WriteAsync(int number, CancellationToken cancellation)
{
    using JsonDocument value = JsonDocument.Parse(number.ToString(CultureInfo.InvariantCulture));
    KeyChange[] changes = [KeyChange.Set($"k{number}", value.RootElement)];
    if (number % 2 == 0)
    {
        await store.Keys.ApplyAsync(changes, cancellation);
    }
    else
    {
        byte[] result = Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));
        JournalRequest request = new("hammer", $"r{number}", default, long.MaxValue);
        await store.Journal.ApplyOnceAsync(request, changes, _ => result, cancellation);
    }

    Console.WriteLine(number);
}
