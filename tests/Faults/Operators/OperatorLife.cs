using System.Globalization;
using System.Text.Json;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Transport;

namespace Moi.Faults.Operators;

/// <summary>The life of an operator process: it connects, and works until its input ends.</summary>
internal static class OperatorLife
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    /// <summary>Lives.</summary>
    /// <param name="arguments">Name, port, seed and folder.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        string name = arguments[0];
        int port = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        Random random = new(int.Parse(arguments[2], CultureInfo.InvariantCulture));
        string folder = Directory.CreateDirectory(arguments[3]).FullName;
        using CancellationTokenSource over = new();
        Task input = Task.Run(() =>
        {
            // The parent closes it, or is gone.
            while (Console.In.Read() >= 0)
            {
            }

            over.Cancel();
        });

        FleetSettings settings = new(
            new MqttSessionOptions
            {
                Host = "127.0.0.1",
                Port = port,
                ClientId = name,
                ReconnectMinimum = TimeSpan.FromMilliseconds(50),
                ReconnectMaximum = TimeSpan.FromMilliseconds(500),
            },
            "moi/v1",
            name,
            Path.Combine(folder, "groups"),
            Silence);
        if (await ConnectAsync(settings, over.Token) is { } fleet)
        {
            await using (fleet)
            {
                await WorkAsync(new Worker(fleet, name, random, folder), over.Token);
            }
        }

        await input;
        return 0;
    }

    private static async Task<FleetConnection?> ConnectAsync(FleetSettings settings, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                return await FleetConnection.ConnectAsync(settings, over);
            }
            catch (BrokerException)
            {
                // The broker may be away just now; that is what the storm is about.
                await Task.Delay(100, CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        return null;
    }

    private static async Task WorkAsync(Worker worker, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await foreach (Deed deed in worker.DoAsync())
            {
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(deed));
                await Console.Out.FlushAsync(CancellationToken.None);
                if (deed.End is { Failure: not null })
                {
                    // Without a connection there is nothing to do but to try again, and not thousands of times.
                    await Task.Delay(100, CancellationToken.None);
                }
            }
        }
    }
}
