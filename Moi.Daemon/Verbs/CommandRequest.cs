using Moi.Daemon.Jobs;
using Moi.Daemon.Keys;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Verbs;

/// <summary>Turns the arguments of a command into what is run.</summary>
internal static class CommandRequest
{
    /// <summary>What is to run.</summary>
    /// <param name="id">The request's id.</param>
    /// <param name="arguments">What was asked.</param>
    /// <param name="destinations">Where commands can run.</param>
    /// <exception cref="VerbException">The folder to run in is not there.</exception>
    public static CommandSpec SpecOf(string id, RunArguments arguments, Destinations destinations) => new()
    {
        Id = id,
        Command = arguments.Command,
        WorkingDirectory = DirectoryOf(arguments, destinations),
        Environment = arguments.Environment ?? new Dictionary<string, string>(),
        Stdin = arguments.Stdin,
        TimeoutSeconds = arguments.TimeoutSeconds,
        OutputLimitBytes = Math.Clamp(arguments.OutputLimit, 0, RunSpools.LargestOutput),
    };

    private static string DirectoryOf(RunArguments arguments, Destinations destinations)
    {
        string directory = destinations.Resolve(arguments.Directory ?? "home");
        return Directory.Exists(directory)
            ? directory
            : throw new VerbException(
                FaultCode.NoDirectory,
                $"There is no folder '{directory}' to run in. Destinations here are {string.Join(", ", destinations.Names)}; a path works too.");
    }
}
