using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Moi.Daemon.Broker;
using Moi.Daemon.Journal;
using Moi.Daemon.Keys;
using Moi.Daemon.Requests;
using Moi.Daemon.Tests.Keys;
using Moi.Daemon.Trust;
using Moi.Daemon.Verbs;
using Moi.Protocol;
using Moi.Protocol.Messages;
using Moi.Protocol.Transport;
using Moi.Protocol.Trust;
using Moi.Testing;

namespace Moi.Daemon.Tests.Requests;

/// <summary>Acting requests when the disk or the verb fails.</summary>
public sealed class ExecutionTests : IAsyncLifetime
{
    private readonly StoreBench _bench = new();
    private readonly RecordingLogger _log = new();
    private Func<Task<VerbResult>> _act = () => Task.FromResult(new VerbResult(Json.True, Json.True));
    private EmbeddedBroker? _broker;
    private MqttSession? _mqtt;
    private RawOperator? _ann;
    private Store? _store;
    private int _acted;

    public async ValueTask InitializeAsync()
    {
        _broker = await EmbeddedBroker.StartAsync(new EmbeddedBrokerOptions(), NullLogger.Instance);
        _mqtt = new MqttSession(new MqttSessionOptions { Host = "127.0.0.1", Port = _broker.Port, ClientId = "r1" });
        await _mqtt.ConnectAsync();
        _ann = await RawOperator.ConnectAsync(_broker.Port);
        _store = _bench.Open();
    }

    public async ValueTask DisposeAsync()
    {
        await _ann!.DisposeAsync();
        await _mqtt!.DisposeAsync();
        await _store!.DisposeAsync();
        await _broker!.DisposeAsync();
    }

    [Fact]
    public async Task What_cannot_be_recorded_does_not_begin_and_may_be_asked_for_again()
    {
        Request request = _ann!.Request("act");
        _bench.Disk.Faults = (_, _) => DiskFault.Refused;
        await HandleAsync(request);
        Reply refused = await _ann.LastWordAsync(request);
        Assert.Equal((ReplyKind.Refused, FaultCode.Failed, 0), (refused.Kind, refused.Error!.Code, _acted));

        _bench.Disk.Faults = (_, _) => DiskFault.None;
        await HandleAsync(request);

        Assert.Equal(ReplyKind.Done, (await _ann.LastWordAsync(request, 2)).Kind);
        Assert.Equal(1, _acted);
    }

    [Fact]
    public async Task What_was_done_but_could_not_be_recorded_is_told_and_not_done_again()
    {
        Request request = _ann!.Request("act");
        _act = () =>
        {
            _bench.Disk.Faults = (_, _) => DiskFault.Refused;
            return Task.FromResult(new VerbResult(Json.Of("the result"), Json.True));
        };

        await HandleAsync(request);
        Reply done = await _ann.LastWordAsync(request);
        _bench.Disk.Faults = (_, _) => DiskFault.None;
        await HandleAsync(request);
        Reply again = await _ann.LastWordAsync(request, 2);

        Assert.Equal((ReplyKind.Done, "\"the result\""), (done.Kind, done.Value!.Value.GetRawText()));
        Assert.Equal((ReplyKind.Unknown, FaultCode.MayHaveRun), (again.Kind, again.Error!.Code));
        Assert.Equal(1, _acted);
        Assert.Contains(_log.Entries, entry => entry.Text.Contains("could not be recorded"));
    }

    [Fact]
    public async Task A_verb_that_fails_in_an_unforeseen_way_is_answered_and_its_repeats_too()
    {
        Request request = _ann!.Request("act");
        _act = () => throw new InvalidOperationException("The verb is broken.\nBadly.");

        await HandleAsync(request);
        Reply failed = await _ann.LastWordAsync(request);
        await HandleAsync(request);
        Reply again = await _ann.LastWordAsync(request, 2);

        Assert.Equal((ReplyKind.Done, FaultCode.Failed), (failed.Kind, failed.Error!.Code));
        Assert.Equal("The verb 'act' failed: The verb is broken. Badly.", failed.Error.Message);
        Assert.Equal(failed.Error, again.Error);
        Assert.Equal(1, _acted);
        Assert.Contains(_log.Entries, entry => entry.Exception is InvalidOperationException);
    }

    private async Task HandleAsync(Request request)
    {
        JournalRequest entry = new(request.Operator, request.Id, Envelope.Open(Envelope.Seal(request)).Body, _bench.Time.Now + 600_000);
        RemoteOptions self = new()
        {
            Name = "frodo", Address = "10.0.0.1", StoreDirectory = "-", Home = "-", Temporary = "-", Bin = "-", Self = "-", AuditsToLog = true,
            Broker = new MqttSessionOptions { ClientId = "r1" },
        };
        Execution execution = new(
            new Dictionary<string, IVerb> { ["act"] = new Act(this) }, _store!.Journal, new OpenRequests(), new RecentSuccesses(), new ReplyWriter(_mqtt!, new Topics(), "r1", self, _log),
            new Audit(self, TimeProvider.System, _log), new DiskReserve("-", 0, TimeProvider.System, _log), _log, TimeProvider.System);
        await execution.HandleAsync(new Admission.Accepted(request, entry), CancellationToken.None);
    }

    private sealed class Act(ExecutionTests test) : IActingVerb
    {
        public string Name => "act";

        public Task<VerbResult> ActAsync(Request request, Work work, CancellationToken cancellationToken)
        {
            test._acted++;
            return test._act();
        }
    }
}
