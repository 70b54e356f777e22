using System.Management.Automation;
using Moi.PowerShell.Fleet.Files;
using Moi.PowerShell.Recipes;
using Moi.Protocol.Asking;
using Moi.Protocol.Configuration;
using Moi.Protocol.Messages;
using Moi.Protocol.Presence;
using Moi.Protocol.Transport;

namespace Moi.PowerShell;

/// <summary>Makes every error of the module. The ids are part of its interface.</summary>
internal static class Errors
{
    /// <summary>What a remote did not answer, or would not do. Its target is the remote, so that it can be piped on.</summary>
    /// <param name="outcome">What came of it.</param>
    /// <param name="about">Which of several things it is about; null where there is one.</param>
    public static ErrorRecord Of(Outcome outcome, string? about = null)
    {
        (string id, ErrorCategory category, string what) = outcome switch
        {
            { Absence: { } absence } => ($"Remote{absence.Kind}", CategoryOf(absence.Kind), $" failed to respond: {absence.Reason}"),
            { Reply: { Kind: ReplyKind.Refused, Error: { } fault } } => (fault.Code, ErrorCategory.PermissionDenied, $" refused: {fault.Message}"),
            { Reply.Error: { } fault } => (fault.Code, CategoryOf(fault.Code), $": {fault.Message}"),
            _ => (FaultCode.Failed, ErrorCategory.NotSpecified, $" gave an answer without a meaning: {outcome.Reply?.Kind}"),
        };
        return new ErrorRecord(new MoiException($"{outcome.Address} {outcome.Name}{(about is null ? "" : $" ({about})")}{what}"), id, category, RemoteOf(outcome));
    }

    /// <summary>A remote's answer is not of the form that it should have.</summary>
    public static ErrorRecord Unreadable(Outcome outcome, Exception e) => new(
        new MoiException($"{outcome.Address} {outcome.Name} gave an answer that cannot be read: {e.Message}", e),
        "RemoteUnreadable",
        ErrorCategory.InvalidData,
        RemoteOf(outcome));

    /// <summary>The broker cannot be used.</summary>
    public static ErrorRecord Of(BrokerException e) => new(
        new MoiException(e.Message, e),
        $"Broker{e.Kind}",
        e.Kind switch
        {
            BrokerFailure.NotAuthenticated => ErrorCategory.AuthenticationError,
            BrokerFailure.NotAuthorized => ErrorCategory.PermissionDenied,
            BrokerFailure.Timeout => ErrorCategory.OperationTimeout,
            _ => ErrorCategory.ConnectionError,
        },
        null);

    /// <summary>A configuration file says something wrong.</summary>
    public static ErrorRecord Of(ConfigurationException e) =>
        new(new MoiException(e.Message, e), "BadConfiguration", ErrorCategory.InvalidData, e.File);

    /// <summary>Nobody is called that.</summary>
    public static ErrorRecord RemoteNotFound(string name) => new(
        new MoiException($"No remote is called '{name}', by name, address or id. Get-MoiRemote lists those that answer."),
        "RemoteNotFound",
        ErrorCategory.ObjectNotFound,
        name);

    /// <summary>There is no such group here.</summary>
    public static ErrorRecord GroupNotFound(string name) => new(
        new MoiException($"There is no group '{name}'. Get-MoiGroup lists those there are, New-MoiGroup makes one."),
        "GroupNotFound",
        ErrorCategory.ObjectNotFound,
        name);

    /// <summary>A group of that name is there already.</summary>
    public static ErrorRecord GroupExists(string name, int members) => new(
        new MoiException($"There is a group '{name}' with {members} members already. -Force defines it anew; Remove-MoiGroup ends it."),
        "GroupExists",
        ErrorCategory.ResourceExists,
        name);

    /// <summary>Several remotes have the name that a piped object gave.</summary>
    public static ErrorRecord RemoteAmbiguous(string name, IEnumerable<RemotePresence> remotes) => new(
        new MoiException($"Several remotes are called '{name}': {string.Join(", ", remotes.Select(remote => $"{remote.Address} (id {remote.Id})"))}. Use an address or an id."),
        "RemoteAmbiguous",
        ErrorCategory.InvalidArgument,
        name);

    /// <summary>A piped object says no remote.</summary>
    public static ErrorRecord NotARemote(object? input) => new(
        new MoiException($"'{input}' names no remote: pipe names, or objects with an Id, Address or Name."),
        "NotARemote",
        ErrorCategory.InvalidArgument,
        input);

    /// <summary>A remote that restarted is not back in time.</summary>
    public static ErrorRecord NotBack(Outcome outcome, double seconds, RemotePresence? known) => new(
        new MoiException($"{outcome.Address} {outcome.Name} is not back {seconds:0.###} s after it restarted: {known?.Describe() ?? "nothing is known of it"}."),
        "NotBack",
        ErrorCategory.OperationTimeout,
        known is null ? RemoteOf(outcome) : RemoteOf(known));

    /// <summary>A remote that is there cannot be forgotten.</summary>
    public static ErrorRecord RemoteOnline(RemotePresence remote) => new(
        new MoiException($"{remote.Address} {remote.Name} is online: stop its daemon before it is forgotten. With -Force it is, until it speaks again."),
        "RemoteOnline",
        ErrorCategory.InvalidOperation,
        RemoteOf(remote));

    /// <summary>What a filter asks for is not known of a remote that cannot be asked.</summary>
    public static ErrorRecord FilterUndecided(RemotePresence remote) => new(
        new MoiException(
            $"Nobody can tell whether the filter holds for {remote.Address} {remote.Name}, which is not asked; only addr, name, id, moid and arch are known."),
        "FilterUndecided",
        ErrorCategory.InvalidArgument,
        RemoteOf(remote));

    /// <summary>The broker did not take it that a remote is forgotten.</summary>
    public static ErrorRecord NotForgotten(RemotePresence remote) => new(
        new MoiException(
            $"{remote.Address} {remote.Name} is still known: the broker did not take the message that removes it. Its access rules must let operators write to state topics."),
        "NotForgotten",
        ErrorCategory.PermissionDenied,
        RemoteOf(remote));

    /// <summary>The operator has no such key.</summary>
    public static ErrorRecord OperatorKeyNotFound(string name, string path) => new(
        new MoiException($"There is no operator key '{name}' ({path}). Get-MoiOperatorKey lists those there are, New-MoiOperatorKey makes one."),
        "OperatorKeyNotFound",
        ErrorCategory.ObjectNotFound,
        name);

    /// <summary>An operator's key of that name is there already.</summary>
    public static ErrorRecord OperatorKeyExists(string name, string path) => new(
        new MoiException($"There is an operator key '{name}' already ({path}). -Force replaces it, for ever: remotes that know it must then be given the new one."),
        "OperatorKeyExists",
        ErrorCategory.ResourceExists,
        name);

    /// <summary>An operator's key does not open.</summary>
    public static ErrorRecord OperatorKeyLocked(string message, string name) =>
        new(new MoiException(message), "OperatorKeyLocked", ErrorCategory.AuthenticationError, name);

    /// <summary>An operator's key cannot be read.</summary>
    public static ErrorRecord OperatorKeyUnreadable(string name, Exception e) => new(
        new MoiException($"The operator key '{name}' cannot be read: {e.Message}", e), "OperatorKeyUnreadable", ErrorCategory.ReadError, name);

    /// <summary>An operator's key cannot be written.</summary>
    public static ErrorRecord OperatorKeyUnwritable(string name, Exception e) => new(
        new MoiException($"The operator key '{name}' cannot be written: {e.Message}", e), "OperatorKeyUnwritable", ErrorCategory.WriteError, name);

    /// <summary>An argument cannot be used.</summary>
    public static ErrorRecord BadArgument(string id, string message, object? target) =>
        new(new MoiException(message), id, ErrorCategory.InvalidArgument, target);

    /// <summary>A file of a remote cannot be taken here.</summary>
    public static ErrorRecord CannotReceive(FetchPlan plan, string code, string reason) => new(
        new MoiException($"{plan.Address} {plan.Name}: {reason}"), code, CategoryOf(code), RemoteOf(plan.Id, plan.Address, plan.Name));

    /// <summary>A file of a remote can have no place here.</summary>
    public static ErrorRecord NoPlace(Outcome outcome, string path, string reason) => new(
        new MoiException($"{outcome.Address} {outcome.Name}: '{path}' is not fetched: {reason}."), "NoPlace", ErrorCategory.InvalidData, RemoteOf(outcome));

    /// <summary>Two files would get the same path here.</summary>
    public static ErrorRecord SamePath(FetchClashException clash) =>
        new(new MoiException(clash.Message), "SamePath", ErrorCategory.InvalidArgument, clash.LocalPath);

    /// <summary>No remote that answered has such a job.</summary>
    public static ErrorRecord JobNotFound(string name) => new(
        new MoiException($"No remote that answered has a job called '{name}'. Get-MoiJob lists those that are kept."),
        "JobNotFound",
        ErrorCategory.ObjectNotFound,
        name);

    /// <summary>A job that was piped is not kept any more.</summary>
    public static ErrorRecord JobForgotten(Outcome outcome, string job) => new(
        new MoiException($"{outcome.Address} {outcome.Name}: There is no job {job} here (any more)."),
        FaultCode.NoSuchJob,
        ErrorCategory.ObjectNotFound,
        RemoteOf(outcome));

    /// <summary>A job of PowerShell's was given where a remote's is meant.</summary>
    public static ErrorRecord NotAMoiJob(Job job) => new(
        new MoiException(
            $"'{job.Name}' is a job of this PowerShell, not of a remote: Wait-Job and Receive-Job -Wait wait for it, Stop-Job stops it. "
            + "Start-MoiJob and Get-MoiJob emit jobs of remotes."),
        "NotAMoiJob",
        ErrorCategory.InvalidArgument,
        job);

    /// <summary>Nothing says which jobs are meant.</summary>
    public static ErrorRecord NoJobGiven(string command) => new(
        new MoiException($"{command} which job? Pipe jobs from Start-MoiJob or Get-MoiJob, or give -JobName, or remotes for all that run there."),
        "NoJobGiven",
        ErrorCategory.InvalidArgument,
        null);

    /// <summary>So many failed that the others were not asked.</summary>
    public static ErrorRecord StoppedEarly(int failed, IReadOnlyList<RemotePresence> left) => new(
        new MoiException(
            $"{failed} remote(s) failed, which is more than -MaxFailures allows: {left.Count} were not asked: {string.Join(", ", left.Select(remote => remote.Name))}. "
            + "This error's TargetObject holds them; piped to the command, it asks them."),
        "StoppedEarly",
        ErrorCategory.OperationStopped,
        left.Select(RemoteOf).ToArray());

    /// <summary>There is no demo to do anything to.</summary>
    public static ErrorRecord NoDemo() => Demo("NoDemo", "No demo runs in this session. Start-MoiDemo starts one.");

    /// <summary>A recipe says something wrong.</summary>
    public static ErrorRecord BadRecipe(ConfigurationException e) =>
        new(new MoiException(e.Message, e), "BadRecipe", ErrorCategory.InvalidData, e.File);

    /// <summary>There is no such recipe.</summary>
    public static ErrorRecord RecipeNotFound(string name, string where) => new(
        new MoiException($"There is no recipe '{name}' {where}. Get-MoiRecipe lists those there are."),
        "RecipeNotFound",
        ErrorCategory.ObjectNotFound,
        name);

    /// <summary>A recipe's function would hide a command, or be hidden by an alias.</summary>
    public static ErrorRecord RecipeClash(string function, CommandInfo command) => new(
        new MoiException(command.CommandType == CommandTypes.Alias
            ? $"The recipe '{function}' cannot be imported: there is an alias of that name, which would hide it. -Prefix gives it another name."
            : $"The recipe '{function}' is not imported: it would hide the {command.CommandType.ToString().ToLowerInvariant()} of that name. -Force imports it all the same, -Prefix gives it another name."),
        "RecipeClash",
        ErrorCategory.ResourceExists,
        function);

    /// <summary>A recipe lacks an argument.</summary>
    public static ErrorRecord RecipeArgumentMissing(string recipe, string help, int number, string parameter) => new(
        new MoiException($"{Recipe.TitleOf(recipe, help)}: argument {number} ({parameter}) is missing."),
        "RecipeArgumentMissing",
        ErrorCategory.InvalidArgument,
        recipe);

    /// <summary>A recipe is given more arguments than it takes.</summary>
    public static ErrorRecord TooManyRecipeArguments(Recipe recipe, IReadOnlyList<string> parameters, int given) => new(
        new MoiException(
            $"{recipe.Title}: {given} arguments are given, but it takes {(parameters.Count == 0 ? "none" : $"{parameters.Count} ({string.Join(", ", parameters)})")}."),
        "TooManyRecipeArguments",
        ErrorCategory.InvalidArgument,
        recipe.Name);

    /// <summary>A file's name says no version.</summary>
    public static ErrorRecord NoVersion(string recipe, string help, string path) => new(
        new MoiException($"{Recipe.TitleOf(recipe, help)}: the name '{path}' says no version, which is a dash or underscore and a digit, as in tool-1.2.tgz."),
        "NoVersion",
        ErrorCategory.InvalidArgument,
        path);

    /// <summary>The demo is not in the state that a command needs.</summary>
    public static ErrorRecord Demo(string id, string message) =>
        new(new MoiException(message), id, ErrorCategory.InvalidOperation, null);

    private static MoiRemote RemoteOf(Outcome outcome) => new()
    {
        Id = outcome.Id,
        Address = outcome.Address,
        Name = outcome.Name,
        Online = outcome.Absence is null,
    };

    private static MoiRemote RemoteOf(string id, string address, string name) => new() { Id = id, Address = address, Name = name, Online = true };

    private static MoiRemote RemoteOf(RemotePresence remote) => new()
    {
        Id = remote.Id,
        Address = remote.Address,
        Name = remote.Name,
        Moid = remote.Message.Moid,
        Online = remote.State == PresenceState.Online,
    };

    private static ErrorCategory CategoryOf(AbsenceKind kind) => kind switch
    {
        AbsenceKind.Offline or AbsenceKind.WentOffline => ErrorCategory.ResourceUnavailable,
        _ => ErrorCategory.OperationTimeout,
    };

    private static ErrorCategory CategoryOf(string code) => code switch
    {
        FaultCode.KeyRejected or FaultCode.BadRequest => ErrorCategory.InvalidArgument,
        FaultCode.CannotRead or FaultCode.FileChanged => ErrorCategory.ReadError,
        FaultCode.NoSuchFile or FaultCode.NoDirectory or FaultCode.NoSuchRequest or FaultCode.NoSuchJob => ErrorCategory.ObjectNotFound,
        FaultCode.JobNameTaken => ErrorCategory.ResourceExists,
        FaultCode.NotAllowed or FaultCode.NotTrusted => ErrorCategory.PermissionDenied,
        FaultCode.Busy => ErrorCategory.ResourceBusy,
        _ => ErrorCategory.InvalidResult,
    };
}
