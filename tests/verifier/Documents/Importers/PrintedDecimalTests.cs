using System;
using System.Globalization;
using System.Numerics;
using Verifiable.Documents.Importers;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Documents.Importers;

public sealed class PrintedDecimalTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("0", "0", 0)]
    [InlineData("0.0", "0", 1)]
    [InlineData("9250.0", "92500", 1)]
    [InlineData("0.02124908", "2124908", 8)]
    [InlineData("7.1e-07", "71", 8)]
    [InlineData("9e-06", "9", 6)]
    [InlineData("9E-6", "9", 6)]
    [InlineData("1.5e+3", "1500", 0)]
    [InlineData("1.234e1", "1234", 2)]
    [InlineData("-0.5", "-5", 1)]
    [InlineData("2223.1257250511408", "22231257250511408", 13)]
    [InlineData("999999999999999999999999", "999999999999999999999999", 0)]
    [InlineData("1e-36", "1", 36)]
    [InlineData("1e23", "100000000000000000000000", 0)]
    public void TryParse_PrintedNumber_KeepsEveryDigit(string text, string significand, int places)
    {
        Assert.True(PrintedDecimal.TryParse(text, out PrintedDecimal number));

        Assert.Equal(Int128.Parse(significand, CultureInfo.InvariantCulture), number.Significand);
        Assert.Equal(places, number.Places);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("01")]
    [InlineData("00.5")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData("1e")]
    [InlineData("e5")]
    [InlineData("1e+")]
    [InlineData("1e123")]
    [InlineData("1e2e3")]
    [InlineData("NaN")]
    [InlineData("inf")]
    [InlineData("0x10")]
    [InlineData("1e-37")]
    [InlineData("1e24")]
    [InlineData("1000000000000000000000000")]
    [InlineData("\u0661")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(PrintedDecimal.TryParse(text, out _));

    [Theory]
    [InlineData("2223.1257250511408", 8, 222312572505, false)]
    [InlineData("2226.35", 8, 222635000000, true)]
    [InlineData("-0.5", 0, -1, false)]
    [InlineData("-2.0", 0, -2, true)]
    [InlineData("85.05", 10, 850500000000, true)]
    [InlineData("1e-36", 12, 0, false)]
    public void ToRawFloor_Number_IsTheFloorAndSaysWhetherItIsExact(string text, int decimals, long raw, bool exact)
    {
        Assert.True(PrintedDecimal.TryParse(text, out PrintedDecimal number));

        Assert.Equal(raw, number.ToRawFloor(decimals, out bool wasExact));
        Assert.Equal(exact, wasExact);
    }

    /// <summary>Against the platform's shortest round-trip printing and its big integers.</summary>
    [Fact]
    public void TryParse_ShortestDigitsOfDoubles_ReadBackAsTheSameDouble()
    {
        Seeded seeded = Seeded.Printed(output);
        for (int i = 0; i < 100_000; i++)
        {
            double printed = Math.ScaleB(seeded.Between(-1L << 53, 1L << 53), (int)seeded.Between(-70, -10));
            string text = printed.ToString("R", CultureInfo.InvariantCulture);

            Assert.True(PrintedDecimal.TryParse(text, out PrintedDecimal number), text);

            Assert.Equal(printed, double.Parse(number.ToString(), CultureInfo.InvariantCulture));
            BigInteger unit = BigInteger.Pow(10, number.Places);
            BigInteger remainder = ((BigInteger)number.Significand * 100_000_000)
                - ((BigInteger)number.ToRawFloor(8, out bool exact) * unit);
            Assert.InRange(remainder, BigInteger.Zero, unit - 1);
            Assert.Equal(exact, remainder.IsZero);
        }
    }
}
