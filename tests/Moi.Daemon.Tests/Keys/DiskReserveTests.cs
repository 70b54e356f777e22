using Moi.Daemon.Keys;
using Moi.Testing;

namespace Moi.Daemon.Tests.Keys;

public sealed class DiskReserveTests : IDisposable
{
    private const int Size = 4096;

    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly LogRecorder _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Room_is_taken_where_there_is_plenty()
    {
        DiskReserve reserve = new(_folder.Path, Size, _clock, _log);

        reserve.Ease();
        await reserve.Taking;

        Assert.Equal(Size, new FileInfo(_folder["reserve"]).Length);
        Assert.Empty(_log.Warnings);
    }

    [Fact]
    public async Task Room_that_cannot_be_had_is_said_once_and_tried_for_again_after_a_minute_only()
    {
        // A folder where the file should be stands for a disk that does not take it.
        Directory.CreateDirectory(_folder["reserve"]);
        DiskReserve reserve = new(_folder.Path, Size, _clock, _log);
        reserve.Ease();
        await reserve.Taking;
        _clock.Advance(TimeSpan.FromMinutes(1));
        reserve.Ease();
        await reserve.Taking;
        Assert.Single(_log.Warnings);

        Directory.Delete(_folder["reserve"]);
        _clock.Advance(TimeSpan.FromSeconds(59));
        reserve.Ease();
        await reserve.Taking;
        Assert.False(File.Exists(_folder["reserve"]));

        _clock.Advance(TimeSpan.FromSeconds(1));
        reserve.Ease();
        await reserve.Taking;
        Assert.Equal(Size, new FileInfo(_folder["reserve"]).Length);
    }
}
