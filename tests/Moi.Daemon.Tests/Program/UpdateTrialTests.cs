using Moi.Daemon.Program;
using Moi.Testing;

namespace Moi.Daemon.Tests.Program;

public sealed class UpdateTrialTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_moid_that_does_not_reach_its_broker_in_time_has_failed_and_leaves_the_file()
    {
        _folder.Write(UpdateTrial.FileName, "1 moid-2\n");
        using var trial = UpdateTrial.Begin(_folder.Path, _clock);

        _clock.Advance(UpdateTrial.Limit - TimeSpan.FromSeconds(1));
        Assert.False(trial.Failed.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(trial.Failed.IsCancellationRequested);
        Assert.True(File.Exists(_folder[UpdateTrial.FileName]));
    }

    [Fact]
    public void One_that_does_has_all_the_time_there_is_and_the_file_is_gone()
    {
        _folder.Write(UpdateTrial.FileName, "1 moid-2\n");
        using var trial = UpdateTrial.Begin(_folder.Path, _clock);

        trial.Pass();
        trial.Pass();
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.False(trial.Failed.IsCancellationRequested);
        Assert.False(File.Exists(_folder[UpdateTrial.FileName]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nowhere")]
    public void One_that_is_not_new_may_wait_for_its_broker_for_ever(string folder)
    {
        using var trial = UpdateTrial.Begin(_folder[folder], _clock);

        _clock.Advance(TimeSpan.FromDays(1));
        Assert.False(trial.Failed.IsCancellationRequested);
        trial.Pass();
    }
}
