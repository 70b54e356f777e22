using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Security;
using Moi.PowerShell.Completion;
using Moi.PowerShell.Objects;
using Moi.PowerShell.Sessions;
using Moi.Protocol.Configuration;

namespace Moi.PowerShell.Commands;

/// <summary>
/// Sets keys of the operator's configuration, or of a profile in it. Comments and everything else in the file stay; what would be
/// wrong is refused, and leaves the file as it is.
/// </summary>
[Cmdlet(VerbsCommon.Set, "MoiConfig", SupportsShouldProcess = true)]
[OutputType(typeof(MoiConfig))]
public sealed class SetMoiConfigCommand : MoiCmdlet
{
    /// <summary>The key, with -Value beside it, as <c>mqtt_addr</c> or <c>tls.cafile</c>; or a hashtable of keys that go together.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ConfigKeyCompleter))]
    public object Key { get; set; } = string.Empty;

    /// <summary>The value; a SecureString for secrets.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    [LiteralTransformation]
    public object? Value { get; set; }

    /// <summary>Takes the key away: its default holds again.</summary>
    [Parameter]
    public SwitchParameter Clear { get; set; }

    /// <summary>The profile that is meant; one that is not there yet is made.</summary>
    [Parameter]
    [ValidatePattern("^[A-Za-z0-9_-]{1,64}$")]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string? Profile { get; set; }

    /// <summary>Emits the configuration as it is then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        List<KeyValuePair<OperatorSetting, object?>> changes = Changes();
        string home = OperatorHome.Resolve();

        // Checked before it is asked for, so that nobody confirms what cannot be.
        OperatorConfiguration changed = Guarded(() => OperatorConfiguration.Change(home, Profile, changes, write: false));
        if (!ShouldProcess(changed.File, string.Join("; ", changes.Select(change => Describe(change.Key, change.Value)))))
        {
            return;
        }

        changed = Guarded(() => OperatorConfiguration.Change(home, Profile, changes, write: true));
        if (PassThru)
        {
            bool isThere = Profile is null || changed.Profiles.Contains(Profile, StringComparer.Ordinal);
            WriteObject(ConfigObjects.Of(changed, isThere ? Profile : null));
        }
    }

    private List<KeyValuePair<OperatorSetting, object?>> Changes()
    {
        object key = Key is PSObject wrapped ? wrapped.BaseObject : Key;
        if (key is IDictionary pairs)
        {
            return Value is null && !Clear && pairs.Count > 0
                ? [.. pairs.Cast<DictionaryEntry>().Select(pair => ChangeOf(Convert.ToString(pair.Key, CultureInfo.InvariantCulture)!, pair.Value))]
                : throw Fault("A hashtable has the values in it, at least one, and goes with neither -Value nor -Clear.");
        }

        if (Clear == (Value is not null))
        {
            throw Fault($"Give the key a value, or -Clear: Set-MoiConfig {key} VALUE.");
        }

        return [ChangeOf(key.ToString()!, Value)];
    }

    private KeyValuePair<OperatorSetting, object?> ChangeOf(string name, object? value)
    {
        IReadOnlyList<OperatorSetting> allowed = [.. OperatorSetting.All.Where(key => Profile is null || key.IsOfProfiles)];
        if (allowed.FirstOrDefault(key => key.Name == name) is not { } known)
        {
            string hint = NearestName.Find(name, allowed.Select(key => key.Name)) is { } nearest ? $"did you mean '{nearest}'?" : $"there are {string.Join(", ", allowed.Select(key => key.Name))}.";
            throw Fault($"There is no key '{name}'{(Profile is null ? string.Empty : " of profiles")}; {hint}");
        }

        object? bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        return new KeyValuePair<OperatorSetting, object?>(known, bare switch
        {
            null => null,
            SecureString secret when known.IsSecret => new NetworkCredential(string.Empty, secret).Password,
            string text when known.IsNumber => NumberOf(known, text),
            string text => text,
            _ when JsonValue.IsNumber(bare) => known.IsNumber ? NumberOf(known, JsonValue.TextOf(bare)) : JsonValue.TextOf(bare),
            _ => throw Fault($"'{known.Name}' must be {(known.IsNumber ? "a number" : "a text")}, not a {bare.GetType().Name}."),
        });
    }

    private object NumberOf(OperatorSetting key, string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? whole
        : double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) ? number
        : throw Fault($"'{key.Name}' must be a number, not '{text}'.");

    private string Describe(OperatorSetting key, object? value)
    {
        string name = Profile is null ? key.Name : $"{key.Name} of the profile {Profile}";
        return value is null ? $"Clear {name}" : key.IsSecret ? $"Set {name}" : $"Set {name} to {value}";
    }

    private InvalidOperationException Fault(string message)
    {
        ThrowTerminatingError(Errors.BadArgument("BadConfigValue", message, Key));
        return new InvalidOperationException();
    }
}
