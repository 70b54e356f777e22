using System.Management.Automation;
using System.Text.Json;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Commands;

/// <summary>Asks remotes whether they are there. Those that do not answer are errors; with -Quiet there is one bool instead.</summary>
[Cmdlet(VerbsDiagnostic.Test, "MoiRemote")]
[OutputType(typeof(MoiPingResult), typeof(bool))]
public sealed class TestMoiRemoteCommand : RemoteCmdlet
{
    private int _answered;
    private int _failures;

    /// <summary>Emits only whether everyone answered, and reports no error; false where nobody was asked.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void Process()
    {
        if (!Quiet)
        {
            base.Process();
            return;
        }

        try
        {
            base.Process();
        }
        catch (CannotAskException e)
        {
            _failures++;
            WriteWarning(e.Message);
        }

        WriteObject(_answered > 0 && _failures == 0);
    }

    /// <inheritdoc/>
    internal override void Report(ErrorRecord error)
    {
        if (!Quiet)
        {
            base.Report(error);
            return;
        }

        _failures++;
        WriteVerbose(error.ToString());
    }

    /// <inheritdoc/>
    internal override void Fail(ErrorRecord error)
    {
        if (Quiet)
        {
            throw new CannotAskException(error.ToString());
        }

        base.Fail(error);
    }

    private protected override string AskedVerb => Verb.Get;

    private protected override JsonElement AskedArguments(Target target) =>
        JsonSerializer.SerializeToElement(new GetArguments([]), MessageJson.Wire.GetArguments);

    private protected override IEnumerable<object> Convert(Outcome outcome) =>
    [
        new MoiPingResult
        {
            Address = outcome.Address,
            Name = outcome.Name,
            Id = outcome.Id,
            RoundTrip = outcome.Arrival!.RoundTrip,
        },
    ];

    private protected override void Emit(object answer)
    {
        _answered++;
        if (!Quiet)
        {
            base.Emit(answer);
        }
    }

    /// <summary>Nobody could be asked, which -Quiet says without an error.</summary>
    private sealed class CannotAskException(string message) : Exception(message);
}
