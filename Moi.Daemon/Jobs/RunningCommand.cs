namespace Moi.Daemon.Jobs;

/// <summary>A command that runs, or did.</summary>
internal sealed class RunningCommand
{
    private readonly Action _askToStop;

    /// <param name="directory">The command's directory.</param>
    /// <param name="completion">See <see cref="Completion"/>.</param>
    /// <param name="askToStop">Tells whoever runs the command to end it; does not wait for that.</param>
    public RunningCommand(string directory, Task<CommandResult?> completion, Action askToStop)
    {
        Output = new OutputSpool(directory);
        Completion = completion;
        _askToStop = askToStop;
    }

    /// <summary>What it has printed, to be read while it runs or afterwards.</summary>
    public OutputSpool Output { get; }

    /// <summary>
    /// Ends with the command. Null means lost: its runner died without leaving a result, and what remained of the
    /// command has been killed. Fails with an <see cref="IOException"/> when the directory can't be used.
    /// </summary>
    public Task<CommandResult?> Completion { get; }

    /// <summary>Ends the command and all its processes.</summary>
    /// <param name="cancellationToken">Ends the waiting only.</param>
    /// <returns>The same as <see cref="Completion"/>; a command that had ended already keeps its result.</returns>
    /// <exception cref="IOException">It could not be told to stop.</exception>
    public Task<CommandResult?> StopAsync(CancellationToken cancellationToken = default)
    {
        if (!Completion.IsCompleted)
        {
            _askToStop();
        }

        return Completion.WaitAsync(cancellationToken);
    }
}
