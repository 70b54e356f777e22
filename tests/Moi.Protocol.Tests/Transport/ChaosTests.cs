using System.Collections.Concurrent;
using Moi.Protocol.Transport;
using Moi.Testing;
using static Moi.Protocol.Tests.Transport.Sessions;

namespace Moi.Protocol.Tests.Transport;

public sealed class ChaosTests
{
    private const int Cuts = 40;
    private const int Publishers = 8;

    [Fact]
    public async Task Whatever_is_cut_and_stalled_every_call_ends_with_an_outcome_or_a_broker_failure()
    {
        Assert.SkipUnless(MosquittoBroker.IsInstalled, MosquittoBroker.SkipReason);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using TcpProxy proxy = new(broker.Port);
        ConcurrentQueue<Exception> unobserved = [];
        void Note(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            // Other tests run beside this one; theirs are not meant.
            string text = e.Exception.ToString();
            if (text.Contains("at Moi.Protocol.Transport.") || text.Contains("at MQTTnet."))
            {
                unobserved.Enqueue(e.Exception);
            }
        }

        TaskScheduler.UnobservedTaskException += Note;
        using CancellationTokenSource done = new();
        MqttSession session = Make(Options(proxy.Port) with
        {
            RequestTimeout = TimeSpan.FromMilliseconds(300),
            ReceiveQueueBytes = 100_000,
        });
        await session.SubscribeAsync("chaos/#", MqttQuality.AtLeastOnce);
        await session.ConnectAsync();
        Task reading = Task.Run(async () =>
        {
            await foreach (MqttMessage _ in session.Messages.ReadAllAsync())
            {
            }
        });
        int published = 0;
        Task[] publishing = [.. Enumerable.Range(0, Publishers).Select(i => Task.Run(async () =>
        {
            Random random = new(i);
            while (!done.IsCancellationRequested)
            {
                try
                {
                    byte[] payload = new byte[random.Next(4) == 0 ? 100_000 : 100];
                    await session.PublishAsync($"chaos/{i}", payload, (MqttQuality)random.Next(2));
                    await session.SubscribeAsync($"other/{i}/{random.Next(3)}", MqttQuality.AtMostOnce);
                    await session.UnsubscribeAsync($"other/{i}/{random.Next(3)}");
                    Interlocked.Increment(ref published);
                }
                catch (BrokerException)
                {
                    await Task.Yield();
                }
            }
        }))];

        for (int i = 0; i < Cuts; i++)
        {
            int before = Volatile.Read(ref published);
            await Eventually.Holds(() => session.IsConnected && Volatile.Read(ref published) > before + 5);
            if (i % 5 == 0)
            {
                long connection = session.ConnectionNumber;
                proxy.StallToClient();
                await Eventually.Holds(() => session.ConnectionNumber > connection || !session.IsConnected);
                proxy.Cut();
                proxy.Resume();
            }
            else
            {
                proxy.Cut();
            }
        }

        await done.CancelAsync();
        await Task.WhenAll(publishing);
        await session.DisposeAsync();
        await reading;
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException -= Note;
        Assert.Empty(unobserved);
        await Eventually.Holds(() => proxy.Open == 0, "no connection is left open");
    }
}
