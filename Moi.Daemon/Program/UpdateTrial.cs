namespace Moi.Daemon.Program;

/// <summary>
/// The trial of a moid that was just put in the place of another. The script that did it left a file beside it, and goes back
/// to the older one when the file is still there after some starts. So a moid that cannot reach its broker, and
/// could never be helped from afar, does not stay.
/// </summary>
internal sealed class UpdateTrial : IDisposable
{
    /// <summary>The file's name.</summary>
    public const string FileName = "moid.trial";

    /// <summary>How long it may take to reach the broker.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly string _file;
    private readonly CancellationTokenSource _failed;

    private UpdateTrial(string file, TimeProvider time)
    {
        _file = file;
        _failed = new CancellationTokenSource(File.Exists(file) ? Limit : Timeout.InfiniteTimeSpan, time);
    }

    /// <summary>Begins the trial, if the file is there.</summary>
    /// <param name="self">The folder that moid lies in.</param>
    /// <param name="time">Measures how long it takes.</param>
    public static UpdateTrial Begin(string self, TimeProvider time) => new(Path.Combine(self, FileName), time);

    /// <summary>Is cancelled when the trial has lasted too long. Never where there is none.</summary>
    public CancellationToken Failed => _failed.Token;

    /// <summary>The broker was reached: this moid stays. May be called again.</summary>
    /// <exception cref="IOException">The file cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be deleted.</exception>
    public void Pass()
    {
        _failed.CancelAfter(Timeout.InfiniteTimeSpan);
        if (File.Exists(_file))
        {
            File.Delete(_file);
        }
    }

    /// <summary>Ends the measuring; the file stays as it is.</summary>
    public void Dispose() => _failed.Dispose();
}
