using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using MQTTnet;
using MQTTnet.Protocol;

namespace Moi.Bench.Floor;

/// <summary>The least that can answer, run a command, and take a file: what arrives is hashed, written, flushed and renamed.</summary>
/// <param name="number">Its number.</param>
/// <param name="folder">Where its file goes.</param>
internal sealed class FloorRemote(int number, string folder)
{
    /// <summary>It says how much it has after so many bytes.</summary>
    private const int Report = 1024 * 1024;

    private readonly string _tell = FloorMessage.Tell + number;
    private readonly string _have = FloorMessage.Have + number;
    private readonly string _part = Path.Combine(folder, $"{number}.part");
    private IMqttClient? _client;
    private FloorMessage _asked;
    private IncrementalHash? _hash;
    private FileStream? _file;
    private long _got;
    private long _said;

    /// <summary>Connects.</summary>
    public async Task ConnectAsync(int port) => _client = await FloorClient.ConnectAsync(
        port,
        TakeAsync,
        (FloorMessage.Ask, MqttQualityOfServiceLevel.AtLeastOnce),
        (FloorMessage.Block, MqttQualityOfServiceLevel.AtMostOnce));

    private Task TakeAsync(string topic, ReadOnlySequence<byte> payload)
    {
        if (topic == FloorMessage.Block)
        {
            return TakeBlockAsync(payload);
        }

        _asked = FloorMessage.Read(payload.FirstSpan);
        switch (_asked.Verb)
        {
            case FloorVerb.Run:
                _ = RunAsync();
                return Task.CompletedTask;
            case FloorVerb.Open:
                _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                _file = new FileStream(_part, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
                _got = _said = 0;
                break;
        }

        return AnswerAsync();
    }

    private async Task RunAsync()
    {
        using Process shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "hostname"]) { RedirectStandardOutput = true })!;
        await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        await AnswerAsync();
    }

    private async Task TakeBlockAsync(ReadOnlySequence<byte> payload)
    {
        if (_file is null || _hash is null)
        {
            return;
        }

        foreach (ReadOnlyMemory<byte> piece in payload)
        {
            _hash.AppendData(piece.Span);
            _file.Write(piece.Span);
        }

        _got += payload.Length;
        if (_got == _asked.FileLength)
        {
            _hash.GetHashAndReset();
            _file.Flush(flushToDisk: true);
            _file.Dispose();
            _file = null;
            _hash.Dispose();
            File.Move(_part, Path.ChangeExtension(_part, "whole"), overwrite: true);
            await AnswerAsync();
        }
        else if (_got - _said >= Report)
        {
            _said = _got;
            byte[] have = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(have, _got);
            await _client!.SayAsync(_have, have, MqttQualityOfServiceLevel.AtMostOnce);
        }
    }

    private Task AnswerAsync() => _client!.SayAsync(_tell, new byte[_asked.ReplyLength], MqttQualityOfServiceLevel.AtMostOnce);
}
