using System.Globalization;
using CsCheck;
using Moi.Protocol.Filters;

namespace Moi.Protocol.Tests.Filters;

public sealed class JsonNumberTests
{
    [Theory]
    [InlineData("0", "0", 0)]
    [InlineData("-0", "0.00e9", 0)]
    [InlineData("1", "1.000", 0)]
    [InlineData("100", "1e2", 0)]
    [InlineData("0.001", "1E-3", 0)]
    [InlineData("12.5e+1", "125", 0)]
    [InlineData("1", "2", -1)]
    [InlineData("9", "10", -1)]
    [InlineData("-9", "-10", 1)]
    [InlineData("-1", "1", -1)]
    [InlineData("0", "1e-99", -1)]
    [InlineData("0", "-1e-99", 1)]
    [InlineData("12", "123", -1)]
    [InlineData("0.12", "0.123", -1)]
    [InlineData("18446744073709551617", "18446744073709551616", 1)]
    [InlineData("0.1", "0.10000000000000000000000000000000000001", -1)]
    [InlineData("1e99999999999999999999", "1e1", 1)]
    [InlineData("1e-99999999999999999999", "1e1", -1)]
    public void Numbers_compare_by_value_however_they_are_written(string first, string second, int expected)
    {
        Assert.Equal(expected, Math.Sign(JsonNumber.Compare(first, second)));
        Assert.Equal(-expected, Math.Sign(JsonNumber.Compare(second, first)));
    }

    [Fact]
    public void Decimals_compare_as_the_framework_compares_them()
    {
        Gen<decimal> near =
            Gen.Select(Gen.Int[-2000, 2000], Gen.Int[0, 3], (n, scale) => n / (decimal)Math.Pow(10, scale));
        Gen.Select(near, near).Sample((a, b) =>
            Math.Sign(JsonNumber.Compare(Text(a), Text(b))) == a.CompareTo(b), iter: 2_000);

        static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
    }
}
