using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using MQTTnet;
using MQTTnet.Protocol;

namespace Moi.Bench.Floor;

/// <summary>Asks the floor's remotes, and sends them files no faster than the slowest takes them.</summary>
internal sealed class FloorOperator : IDisposable
{
    private const int BlockSize = 128 * 1024;
    private const long Window = 4 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly long[] _have;
    private readonly SemaphoreSlim _progress = new(0);
    private IMqttClient? _client;
    private TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _awaited;

    private FloorOperator(int count)
    {
        _have = new long[count];
    }

    /// <summary>Connects.</summary>
    public static async Task<FloorOperator> ConnectAsync(int port, int count)
    {
        FloorOperator made = new(count);
        made._client = await FloorClient.ConnectAsync(
            port,
            made.TakeAsync,
            ($"{FloorMessage.Tell}+", MqttQualityOfServiceLevel.AtMostOnce),
            ($"{FloorMessage.Have}+", MqttQualityOfServiceLevel.AtMostOnce));
        return made;
    }

    /// <summary>Asks everyone, and waits for all answers.</summary>
    /// <returns>How many seconds it took.</returns>
    /// <exception cref="TimeoutException">Some were lost.</exception>
    public async Task<double> AskAsync(FloorMessage message, int length)
    {
        long start = Stopwatch.GetTimestamp();
        await ExchangeAsync(message, length);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Hashes a file and sends it to everyone.</summary>
    /// <returns>How many seconds it took until the last had it on its disk.</returns>
    /// <exception cref="TimeoutException">Something was lost.</exception>
    public async Task<double> SendAsync(string path, int replyLength)
    {
        long start = Stopwatch.GetTimestamp();
        await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        await SHA256.HashDataAsync(file);
        file.Position = 0;
        Array.Clear(_have);
        await ExchangeAsync(new FloorMessage(FloorVerb.Open, replyLength, file.Length), length: 0);

        Task whole = Expect();
        byte[] block = new byte[BlockSize];
        for (long sent = 0; sent < file.Length;)
        {
            while (sent - _have.Min() > Window)
            {
                await WaitAsync(_progress.WaitAsync(Patience));
            }

            int read = await file.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false);
            await _client!.SayAsync(FloorMessage.Block, block.AsMemory(0, read), MqttQualityOfServiceLevel.AtMostOnce);
            sent += read;
        }

        await whole.WaitAsync(Patience);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose()
    {
        _client?.Dispose();
        _progress.Dispose();
    }

    private static async Task WaitAsync(Task<bool> progress)
    {
        if (!await progress)
        {
            throw new TimeoutException("The floor's remotes make no progress.");
        }
    }

    private async Task ExchangeAsync(FloorMessage message, int length)
    {
        Task all = Expect();
        await _client!.SayAsync(FloorMessage.Ask, message.ToBytes(length), MqttQualityOfServiceLevel.AtLeastOnce);
        await all.WaitAsync(Patience);
    }

    private Task Expect()
    {
        _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _awaited, _have.Length);
        return _all.Task;
    }

    private Task TakeAsync(string topic, ReadOnlySequence<byte> payload)
    {
        if (topic.StartsWith(FloorMessage.Have, StringComparison.Ordinal))
        {
            _have[int.Parse(topic.AsSpan(FloorMessage.Have.Length))] = BinaryPrimitives.ReadInt64LittleEndian(payload.FirstSpan);
            _progress.Release();
        }
        else if (Interlocked.Decrement(ref _awaited) == 0)
        {
            _all.TrySetResult();
        }

        return Task.CompletedTask;
    }
}
