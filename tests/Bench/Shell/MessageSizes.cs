using Moi.Testing;

namespace Moi.Bench.Shell;

/// <summary>How large the messages of an exchange are, so that the floor can send as large ones.</summary>
/// <param name="Request">The request's envelope, in bytes.</param>
/// <param name="Reply">One reply, in bytes.</param>
internal sealed record MessageSizes(int Request, int Reply)
{
    /// <inheritdoc/>
    public override string ToString() => $"request {Request} bytes, reply {Reply} bytes";

    /// <summary>Looks over the shoulder of an exchange.</summary>
    /// <param name="port">The broker's port.</param>
    /// <param name="exchange">Asks something once.</param>
    public static async Task<MessageSizes> OfAsync(int port, Action exchange)
    {
        await using RawClient client = await RawClient.ConnectAsync(port);
        await client.SubscribeAsync("moi/v1/ask/#");
        await client.SubscribeAsync("moi/v1/tell/#");
        await Task.Run(exchange);
        int request = 0;
        int reply = 0;
        while (request == 0 || reply == 0)
        {
            RawMessage message = await client.NextAsync();
            if (message.Topic.StartsWith("moi/v1/ask/", StringComparison.Ordinal))
            {
                request = message.Payload.Length;
            }
            else
            {
                reply = message.Payload.Length;
            }
        }

        return new MessageSizes(request, reply);
    }
}
