using System.Reflection;

using Xunit.Sdk;
using Xunit.v3;

namespace Moi.Daemon.Tests.Jobs;

/// <summary>Runs a test with both hosts.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InBothHostsAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>(
            [new TheoryDataRow<Host>(Host.Here), new TheoryDataRow<Host>(Host.Apart)]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
