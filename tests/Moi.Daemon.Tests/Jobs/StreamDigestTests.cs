using System.Security.Cryptography;

using CsCheck;

using Moi.Daemon.Jobs;

namespace Moi.Daemon.Tests.Jobs;

public sealed class StreamDigestTests
{
    [Fact]
    public void It_is_SHA_256_however_the_bytes_are_cut() =>
        Gen.Byte.Array[0, 300].Array[0, 8].Sample(pieces =>
        {
            var digest = new StreamDigest();
            foreach (byte[] piece in pieces)
            {
                digest.Append(piece);
            }

            byte[] whole = [.. pieces.SelectMany(piece => piece)];
            Assert.Equal(Convert.ToHexString(SHA256.HashData(whole)).ToLowerInvariant(), digest.Finish());
        });

    [Fact]
    public void Every_length_up_to_four_blocks_is_right()
    {
        for (int length = 0; length <= 256; length++)
        {
            byte[] bytes = new byte[length];
            Array.Fill(bytes, (byte)0xa5);
            var digest = new StreamDigest();
            digest.Append(bytes);

            Assert.Equal(Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant(), digest.Finish());
        }
    }
}
