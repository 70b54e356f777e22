using System.Globalization;
using System.Text;

namespace Moi.Fuzz;

/// <summary>Makes inputs out of others. The same random numbers make the same inputs.</summary>
/// <param name="random">The choices.</param>
/// <param name="largest">The largest input, in bytes.</param>
internal sealed class Mutator(Random random, int largest)
{
    private const int MostAtOnce = 5;

    private static readonly byte[][] Numbers =
    [
        .. new[]
        {
            "0", "-1", "-0", "1e999", "1.5", "255", "256", "65536", "2147483647", "2147483648", "-2147483649", "4294967296",
            "9223372036854775807", "9223372036854775808", "-9223372036854775808", "0.00000000000000001", "00", "0x10", "1_000", "inf",
        }.Select(Encoding.ASCII.GetBytes),
        Encoding.ASCII.GetBytes(new string('9', 400)),
    ];

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "{", "}", "[", "]", "[[", "]]", "(", ")", "\"", "'", "\"\"\"", "'''", ":", ",", "=", ".", "..", "../", "/", "\\", "\\u", "\\ud800",
            "\\udc00", "\\u0000", "\\n", "\n", "\r\n", "\r", "\t", " ", "\0", "\u001b[2J", "\u007f", "\u2028", "\ufeff", "é", "😀", "%", "%n", "$", "$1",
            "${a}", "`", "*", "?", "#", "+", "-", "--", "~", "<#", "#>", "null", "true", "false", "\"\"", "{}", "[]", "[null]", "{\"a\":null}", "\"a\":1,", ",\"a\":1",
        }.Select(Encoding.UTF8.GetBytes),
        [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0x80], [0, 0, 0, 0], [0x7f, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0xff],
    ];

    /// <summary>Makes an input out of one, with the help of another.</summary>
    public byte[] Mutate(byte[] input, byte[] other)
    {
        byte[] made = input;
        for (int i = random.Next(1, MostAtOnce + 1); i > 0; i--)
        {
            made = Once(made, other);
        }

        return made.Length <= largest ? made : made[..largest];
    }

    private byte[] Once(byte[] input, byte[] other) => random.Next(13) switch
    {
        0 => WithBit(input),
        1 => With(input, Place(input), Short(input), Pieces[random.Next(Pieces.Length)]),
        2 => With(input, Place(input), 0, Pieces[random.Next(Pieces.Length)]),
        3 => With(input, Place(input), Short(input), []),
        4 => With(input, Place(input), Short(input), Noise()),
        5 => input[..Place(input)],
        6 => Spliced(input, other),
        7 => With(input, Place(input), 0, Part(input)),
        8 => With(input, Place(input), Short(input), Part(other)),
        9 => WithNumber(input),
        10 => WithoutOrWithNull(input),
        11 => With(input, Place(input), 0, Repeated()),
        _ => Moved(input),
    };

    private byte[] WithBit(byte[] input)
    {
        if (input.Length == 0)
        {
            return Noise();
        }

        byte[] changed = [.. input];
        changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        return changed;
    }

    private byte[] Spliced(byte[] input, byte[] other) => [.. input[..Place(input)], .. other[Place(other)..]];

    private byte[] Moved(byte[] input)
    {
        byte[] part = Part(input);
        return With(With(input, Place(input), part.Length, []), Place(input), 0, part);
    }

    /// <summary>Another number in place of one that stands there.</summary>
    private byte[] WithNumber(byte[] input)
    {
        int from = Array.FindIndex(input, Place(input), b => char.IsAsciiDigit((char)b));
        if (from < 0)
        {
            return input;
        }

        int to = from;
        while (to < input.Length && char.IsAsciiDigit((char)input[to]))
        {
            to++;
        }

        byte[] number = random.Next(4) == 0
            ? Encoding.ASCII.GetBytes(random.NextInt64().ToString(CultureInfo.InvariantCulture))
            : Numbers[random.Next(Numbers.Length)];
        return With(input, from, to - from, number);
    }

    /// <summary>Nothing, or null, in place of a value in quotes or a number, so that what is required is missing.</summary>
    private byte[] WithoutOrWithNull(byte[] input)
    {
        int colon = Array.IndexOf(input, (byte)':', Place(input));
        if (colon < 0)
        {
            return input;
        }

        int end = Array.FindIndex(input, colon, b => b is (byte)',' or (byte)'}');
        return end < 0 ? input : With(input, colon + 1, end - colon - 1, random.Next(4) == 0 ? [] : "null"u8.ToArray());
    }

    /// <summary>The same again and again: deep, or long.</summary>
    private byte[] Repeated()
    {
        byte[] piece = random.Next(3) == 0 ? "{\"a\":"u8.ToArray() : Pieces[random.Next(Pieces.Length)];
        int most = random.Next(8) == 0 ? largest / piece.Length : 300;
        return [.. Enumerable.Repeat(piece, random.Next(1, Math.Max(2, most))).SelectMany(bytes => bytes)];
    }

    private byte[] Noise()
    {
        byte[] noise = new byte[random.Next(1, 9)];
        random.NextBytes(noise);
        return noise;
    }

    private byte[] Part(byte[] input)
    {
        int from = Place(input);
        return input[from..(from + random.Next(Math.Min(64, input.Length - from) + 1))];
    }

    private int Place(byte[] input) => random.Next(input.Length + 1);

    private int Short(byte[] input) => random.Next(Math.Min(16, input.Length) + 1);

    private static byte[] With(byte[] input, int at, int length, byte[] instead)
    {
        int from = Math.Min(at, input.Length);
        return [.. input.AsSpan(0, from), .. instead, .. input.AsSpan(Math.Min(input.Length, from + length))];
    }
}
