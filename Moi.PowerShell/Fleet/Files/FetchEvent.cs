using Moi.Protocol.Asking;
using Moi.Protocol.Transfer;

namespace Moi.PowerShell.Fleet.Files;

/// <summary>What happens while files are fetched.</summary>
/// <param name="Plan">The file.</param>
internal abstract record FetchEvent(FetchPlan Plan)
{
    /// <summary>It is in place.</summary>
    /// <param name="Plan">The file.</param>
    /// <param name="Manifest">What it is.</param>
    /// <param name="WasThere">Whether the same file was there already, so that nothing was fetched.</param>
    /// <param name="Resumed">How many bytes of it had come in an earlier transfer that was cut off.</param>
    /// <param name="Duration">How long it took.</param>
    internal sealed record Fetched(FetchPlan Plan, FileManifest Manifest, bool WasThere, long Resumed, TimeSpan Duration) : FetchEvent(Plan);

    /// <summary>The remote does not give it.</summary>
    internal sealed record Refused(FetchPlan Plan, Outcome Outcome) : FetchEvent(Plan);

    /// <summary>It cannot be taken.</summary>
    internal sealed record Failed(FetchPlan Plan, string Code, string Reason) : FetchEvent(Plan);

    /// <summary>It was not asked for, because the remote did not answer when it was asked for another file.</summary>
    internal sealed record PassedOver(FetchPlan Plan) : FetchEvent(Plan);

    /// <summary>So many bytes of it are here.</summary>
    internal sealed record Moved(FetchPlan Plan, long Bytes) : FetchEvent(Plan);
}
