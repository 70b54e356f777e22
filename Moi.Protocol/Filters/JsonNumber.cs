using System.Globalization;

namespace Moi.Protocol.Filters;

/// <summary>
/// Compares JSON numbers by their text, exactly: 9007199254740993 differs from 9007199254740992, 1.0 equals 1, and
/// 1e400 is no infinity. Exponents beyond a quarter of the range of a 64-bit integer count as that quarter.
/// </summary>
internal static class JsonNumber
{
    private const long ExponentLimit = long.MaxValue / 4;

    /// <summary>Below, at or above 0 as the first is less than, equal to or greater than the second.</summary>
    public static int Compare(string first, string second)
    {
        Parts a = Split(first);
        Parts b = Split(second);
        if (a.Sign != b.Sign)
        {
            return a.Sign.CompareTo(b.Sign);
        }

        int magnitude = a.Magnitude.CompareTo(b.Magnitude);
        return a.Sign * (magnitude != 0 ? magnitude : string.CompareOrdinal(a.Digits, b.Digits));
    }

    private static Parts Split(string text)
    {
        bool isNegative = text[0] == '-';
        int exponentMark = text.AsSpan().IndexOfAny('e', 'E');
        string mantissa = text[(isNegative ? 1 : 0)..(exponentMark < 0 ? text.Length : exponentMark)];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        string significant = digits.TrimStart('0');
        if (significant.Length == 0)
        {
            return new Parts(0, 0, "");
        }

        long exponent = exponentMark < 0 ? 0 : ReadExponent(text.AsSpan(exponentMark + 1));
        int leadingZeros = digits.Length - significant.Length;
        long magnitude = exponent + (point < 0 ? mantissa.Length : point) - leadingZeros;
        return new Parts(isNegative ? -1 : 1, magnitude, significant.TrimEnd('0'));
    }

    private static long ReadExponent(ReadOnlySpan<char> text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long exponent))
        {
            return Math.Clamp(exponent, -ExponentLimit, ExponentLimit);
        }

        return text[0] == '-' ? -ExponentLimit : ExponentLimit;
    }

    /// <summary>Sign times 0.Digits times ten to the power of Magnitude; Digits without zeros at either end.</summary>
    private readonly record struct Parts(int Sign, long Magnitude, string Digits);
}
