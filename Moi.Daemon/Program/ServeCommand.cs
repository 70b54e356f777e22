using System.CommandLine;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Moi.Daemon.Configuration;
using Moi.Daemon.Jobs;
using Moi.Daemon.Keys;
using Moi.Protocol.Configuration;
using Moi.Protocol.Presence;

namespace Moi.Daemon.Program;

/// <summary><c>moid CONFIG</c>: one remote, until it is told to end.</summary>
internal static partial class ServeCommand
{
    /// <summary>The configuration file.</summary>
    public static Argument<string> Configuration { get; } = new("CONFIG")
    {
        Description = "The remote's configuration: a .json file with flat keys, or a .toml file with them under [config].",
    };

    /// <summary>Room for a few hundred requests and the output of some commands.</summary>
    private const int Reserve = 1024 * 1024;

    public static async Task<int> RunAsync(ParseResult arguments, CancellationToken _)
    {
        DaemonConfiguration configuration;
        RemoteOptions options;
        if (!OpenSsl.IsThere())
        {
            await Console.Error.WriteLineAsync($"moid: {OpenSsl.IsMissing}").ConfigureAwait(false);
            return ExitCode.BadConfiguration;
        }

        try
        {
            configuration = DaemonConfiguration.Load(arguments.GetValue(Configuration)!);
            RemoteFolders.Prepare(configuration);
            options = RemoteOptionsOf(configuration);
        }
        catch (ConfigurationException e)
        {
            await Console.Error.WriteLineAsync($"moid: {e.Message}").ConfigureAwait(false);
            return ExitCode.BadConfiguration;
        }

        var service = ServiceNotice.Take();
        using Termination termination = new();
        using var trial = UpdateTrial.Begin(configuration.SelfFolder, TimeProvider.System);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(termination.Token, trial.Failed);
        DaemonLog logger = new("moid", configuration.LogLevel);
        foreach (ConfigurationWarning warning in configuration.Warnings)
        {
            LogWarning(logger, warning.ToString());
        }

        try
        {
            await using Remote remote = Remote.Open(options, logger);
            if (options.Warnings.Count > 0)
            {
                LogOpen(logger, Environment.UserName);
            }

            LogStart(logger, DaemonVersion.Text, options.Name, options.Address, remote.Id);
            remote.Announced += () => Pass(trial, logger);
            Tell(service.SayReady, logger);
            Farewell farewell = await remote.RunAsync(end.Token).ConfigureAwait(false);
            Tell(service.SayStopping, logger);
            LogEnd(logger, farewell);
            return trial.Failed.IsCancellationRequested ? FailTrial(logger) : ExitCode.Done;
        }
        catch (StoreException e)
        {
            await Console.Error.WriteLineAsync($"moid: {e.Message}").ConfigureAwait(false);
            return ExitCode.Failed;
        }
    }

    private static void Pass(UpdateTrial trial, DaemonLog logger)
    {
        try
        {
            trial.Pass();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogTrialNotEnded(logger, e.Message);
        }
    }

    private static int FailTrial(DaemonLog logger)
    {
        LogTrialFailed(logger, UpdateTrial.Limit.TotalMinutes);
        return ExitCode.Failed;
    }

    /// <remarks>A service manager that is told nothing ends the daemon in time, and says so; the daemon works all the same until then.</remarks>
    private static void Tell(Action say, DaemonLog logger)
    {
        try
        {
            say();
        }
        catch (SocketException e)
        {
            LogNotTold(logger, e.Message);
        }
    }

    private static bool IsOpenToAnyone(DaemonConfiguration configuration) =>
        configuration is { Restricted: false, Operators: null, Broker: { UserName: null } and ({ Tls: null } or { Tls.CertificateFile: null }) };

    private static RemoteOptions RemoteOptionsOf(DaemonConfiguration configuration) => new()
    {
        Id = configuration.Id,
        Name = configuration.Name,
        Address = configuration.Address,
        StoreDirectory = configuration.StoreFolder,
        Home = configuration.Home,
        Temporary = configuration.TemporaryFolder,
        Bin = configuration.BinFolder,
        Self = configuration.SelfFolder,
        Destinations = configuration.Destinations,
        Broker = configuration.Broker.ToSessionOptions(configuration.Name),
        TopicRoot = configuration.Broker.TopicRoot,
        IsRestricted = configuration.Restricted,
        Operators = configuration.Operators,
        TrustsClock = configuration.TrustsClock,
        AuditsToLog = configuration.AuditsToLog,
        Warnings = IsOpenToAnyone(configuration) ? ["open: whoever can publish to its broker can command it"] : [],
        ReserveBytes = Reserve,
        RunLimit = configuration.RunLimit,
        Runner = RunnerCommand.OfThisProcess(),
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Text}")]
    private static partial void LogWarning(ILogger logger, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "This remote is open: whoever can publish to its broker can run commands here as {User}. "
        + "Configure its operators' keys ([operators.NAME]), or give the broker users and access rules and set mqtt_user, or set restricted = true.")]
    private static partial void LogOpen(ILogger logger, string user);

    [LoggerMessage(Level = LogLevel.Information, Message = "moid {Version} is {Name} at {Address}, id {Id}")]
    private static partial void LogStart(ILogger logger, string version, string name, string address, string id);

    [LoggerMessage(Level = LogLevel.Error, Message = "This moid is new here and could not reach the broker for {Minutes} minutes; it ends, so that the older one can be put back")]
    private static partial void LogTrialFailed(ILogger logger, double minutes);

    [LoggerMessage(Level = LogLevel.Error, Message = "This moid is new here and works, but the older one will be put back: {Reason}")]
    private static partial void LogTrialNotEnded(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The service manager could not be told: {Reason}")]
    private static partial void LogNotTold(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "moid ends: {Farewell}")]
    private static partial void LogEnd(ILogger logger, Farewell farewell);
}
