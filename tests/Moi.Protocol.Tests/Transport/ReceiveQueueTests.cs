using CsCheck;
using Moi.Protocol.Transport;

namespace Moi.Protocol.Tests.Transport;

public sealed class ReceiveQueueTests
{
    [Fact]
    public async Task A_writer_waits_when_the_bytes_are_used_up_and_goes_on_when_some_are_read()
    {
        ReceiveQueue queue = new(10_000);
        await queue.AddAsync(Message(0, 9_000), default);

        ValueTask second = queue.AddAsync(Message(1, 9_000), default);

        Assert.False(second.IsCompleted);
        Assert.True(queue.IsFull);
        Assert.True(queue.Reader.TryRead(out MqttMessage first));
        await second;
        Assert.False(queue.IsFull);
        Assert.Equal((0, 1), (first.Connection, (await queue.Reader.ReadAsync()).Connection));
    }

    [Fact]
    public async Task A_message_larger_than_the_bound_passes_when_it_is_alone()
    {
        ReceiveQueue queue = new(100);

        await queue.AddAsync(Message(0, 9_000), default);

        Assert.Equal(9_000, (await queue.Reader.ReadAsync()).Payload.Length);
    }

    [Fact]
    public async Task A_cancelled_writer_adds_nothing()
    {
        ReceiveQueue queue = new(100);
        using CancellationTokenSource cancel = new();
        await queue.AddAsync(Message(0, 9_000), default);
        ValueTask second = queue.AddAsync(Message(1, 9_000), cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await second);
        queue.Complete();
        Assert.Equal(0, (await queue.Reader.ReadAsync()).Connection);
        Assert.False(await queue.Reader.WaitToReadAsync());
    }

    [Fact]
    public void Whatever_the_bound_everything_arrives_once_and_in_order() =>
        Gen.Select(Gen.Int[1, 5_000], Gen.Int[0, 3_000].Array[0, 100]).SampleAsync(async (capacity, sizes) =>
        {
            ReceiveQueue queue = new(capacity);
            Task writing = Task.Run(async () =>
            {
                for (int i = 0; i < sizes.Length; i++)
                {
                    await queue.AddAsync(Message(i, sizes[i]), default);
                }

                queue.Complete();
            });
            List<long> seen = [];
            await foreach (MqttMessage message in queue.Reader.ReadAllAsync())
            {
                seen.Add(message.Connection);
            }

            await writing;
            Assert.Equal(Enumerable.Range(0, sizes.Length).Select(i => (long)i), seen);
        });

    private static MqttMessage Message(long number, int size) =>
        new("t", new byte[size], MqttQuality.AtMostOnce, false, null, number);
}
