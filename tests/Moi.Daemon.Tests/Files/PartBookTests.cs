using Moi.Daemon.Files;
using Moi.Testing;

namespace Moi.Daemon.Tests.Files;

public sealed class PartBookTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Parts_that_nobody_came_back_for_are_deleted_when_they_are_old_or_many()
    {
        PartBook book = new(_folder["book"], TimeProvider.System);
        for (int i = 0; i < 10; i++)
        {
            await LeaveAsync(book, i, age: TimeSpan.FromHours(i));
        }

        await LeaveAsync(book, 10, age: TimeSpan.FromDays(4));
        book.Tidy();

        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"part-{i}"), Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName).Order());
        Assert.Equal(8, Directory.EnumerateFiles(_folder["book"]).Count());
    }

    [Fact]
    public async Task A_part_that_is_in_use_stays_however_old()
    {
        PartBook book = new(_folder["book"], TimeProvider.System);
        await LeaveAsync(book, 1, age: TimeSpan.FromDays(9));
        using PartClaim claim = await book.ClaimAsync("/place-1", "hash", CancellationToken.None);

        book.Tidy();

        Assert.Equal(_folder["part-1"], book.Find(claim.Key));
        Assert.True(File.Exists(_folder["part-1"]));
    }

    [Fact]
    public async Task A_later_claim_ends_the_earlier_and_waits_until_it_has_ended()
    {
        PartBook book = new(_folder["book"], TimeProvider.System);
        PartClaim first = await book.ClaimAsync("/place", "hash", CancellationToken.None);

        Task<PartClaim> second = book.ClaimAsync("/place", "hash", CancellationToken.None);
        await Eventually.Holds(() => first.Ending.IsCancellationRequested);
        Assert.False(second.IsCompleted);
        first.Dispose();

        using PartClaim claim = await second;
        Assert.False(claim.Ending.IsCancellationRequested);
    }

    [Fact]
    public async Task Another_file_or_another_place_is_another_part()
    {
        PartBook book = new(_folder["book"], TimeProvider.System);
        using PartClaim first = await book.ClaimAsync("/place", "hash", CancellationToken.None);
        using PartClaim second = await book.ClaimAsync("/place", "other", CancellationToken.None);
        using PartClaim third = await book.ClaimAsync("/elsewhere", "hash", CancellationToken.None);

        Assert.Equal(3, new HashSet<string> { first.Key, second.Key, third.Key }.Count);
        Assert.False(first.Ending.IsCancellationRequested);
    }

    private async Task LeaveAsync(PartBook book, int number, TimeSpan age)
    {
        using PartClaim claim = await book.ClaimAsync($"/place-{number}", "hash", CancellationToken.None);
        string part = _folder.Write($"part-{number}", "some");
        book.Note(claim.Key, part);
        File.SetLastWriteTimeUtc(Path.Combine(_folder["book"], claim.Key), DateTime.UtcNow - age);
    }
}
