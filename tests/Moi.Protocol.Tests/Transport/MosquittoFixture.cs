using Moi.Testing;

namespace Moi.Protocol.Tests.Transport;

/// <summary>One Mosquitto with its defaults for the tests of a class that neither kill nor configure it.</summary>
public sealed class MosquittoFixture : IAsyncLifetime
{
    private MosquittoBroker? _broker;

    /// <summary>The broker; skips the test where there is none.</summary>
    public MosquittoBroker Broker
    {
        get
        {
            Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
            return _broker!;
        }
    }

    public async ValueTask InitializeAsync() =>
        _broker = MosquittoBroker.IsInstalled ? await MosquittoBroker.StartAsync() : null;

    public ValueTask DisposeAsync() => _broker?.DisposeAsync() ?? ValueTask.CompletedTask;
}
