using System.Globalization;
using System.Numerics;
using Verifiable.Documents.Text;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Documents.Text;

public sealed class DecimalTextTests(ITestOutputHelper output)
{
    // By hand.
    [Theory]
    [InlineData("0", 8, 0)]
    [InlineData("1", 8, 100_000_000)]
    [InlineData("-1", 8, -100_000_000)]
    [InlineData("0.00000001", 8, 1)]
    [InlineData("-0.00000001", 8, -1)]
    [InlineData("47795.22", 8, 4_779_522_000_000)]
    [InlineData("0.5", 12, 500_000_000_000)]
    [InlineData("9223372.036854775807", 12, long.MaxValue)]
    [InlineData("-9223372.036854775808", 12, long.MinValue)]
    [InlineData("17", 0, 17)]
    public void TryParse_Decimal_IsTheRawNumber(string text, int places, long raw)
    {
        Assert.Equal(ErrorCode.None, DecimalText.TryParse(text, places, out long parsed));
        Assert.Equal(raw, parsed);
        Assert.Equal(text, DecimalText.Format(raw, places));
    }

    [Theory]
    [InlineData("", ErrorCode.DecimalMalformed)]
    [InlineData("-", ErrorCode.DecimalMalformed)]
    [InlineData(".", ErrorCode.DecimalMalformed)]
    [InlineData("1.", ErrorCode.DecimalMalformed)]
    [InlineData(".1", ErrorCode.DecimalMalformed)]
    [InlineData("+1", ErrorCode.DecimalMalformed)]
    [InlineData("--1", ErrorCode.DecimalMalformed)]
    [InlineData("01", ErrorCode.DecimalMalformed)]
    [InlineData("00", ErrorCode.DecimalMalformed)]
    [InlineData("-0", ErrorCode.DecimalMalformed)]
    [InlineData("-0.0", ErrorCode.DecimalMalformed)]
    [InlineData("1e3", ErrorCode.DecimalMalformed)]
    [InlineData("0x10", ErrorCode.DecimalMalformed)]
    [InlineData("1 ", ErrorCode.DecimalMalformed)]
    [InlineData("1,5", ErrorCode.DecimalMalformed)]
    [InlineData("1.2.3", ErrorCode.DecimalMalformed)]
    [InlineData("1.-2", ErrorCode.DecimalMalformed)]
    [InlineData("\u0661", ErrorCode.DecimalMalformed)]
    [InlineData("Infinity", ErrorCode.DecimalMalformed)]
    [InlineData("1.123456789", ErrorCode.PrecisionLost)]
    [InlineData("1.000000000", ErrorCode.PrecisionLost)]
    [InlineData("92233720368.54775808", ErrorCode.NumberOutOfRange)]
    [InlineData("-92233720368.54775809", ErrorCode.NumberOutOfRange)]
    [InlineData("10000000000000000000", ErrorCode.NumberOutOfRange)]
    [InlineData("99999999999999999999999999999999999999999999", ErrorCode.NumberOutOfRange)]
    public void TryParse_OtherText_IsRefusedByName(string text, ErrorCode code) =>
        Assert.Equal(code, DecimalText.TryParse(text, 8, out _));

    [Fact]
    public void Parse_OutsideBounds_NamesTheBounds()
    {
        MarginException refusal = Assert.Throws<MarginException>(
            () => DecimalText.Parse("1.5", 2, -100, 100, "model.json", "/x"));

        Assert.Equal("NumberOutOfRange: model.json /x is '1.5'; accepted: from -1 to 1", refusal.Message);
    }

    // The definition, with arbitrary precision: text without its point, over 10^places.
    [Fact]
    public void Format_AnyNumber_ReadsBackAndIsTheExactQuotient()
    {
        Seeded random = Seeded.Printed(output);
        for (int i = 0; i < 100_000; i++)
        {
            long raw = random.OfAnyMagnitude(63) * (random.Coin() ? 1 : -1);
            int places = (int)random.Between(0, 12);

            string text = DecimalText.Format(raw, places);

            int fraction = text.Contains('.') ? text.Length - text.IndexOf('.') - 1 : 0;
            string digits = text.Replace(".", string.Empty, System.StringComparison.Ordinal);
            BigInteger scaled = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
            Assert.Equal(raw, scaled * BigInteger.Pow(10, places - fraction));
            Assert.Equal(ErrorCode.None, DecimalText.TryParse(text, places, out long back));
            Assert.Equal(raw, back);
        }
    }

    /// <summary>By hand: a quotient is floored, so below zero it goes away from zero.</summary>
    [Theory]
    [InlineData(1, 3, 6, "0.333333")]
    [InlineData(-1, 3, 6, "-0.333334")]
    [InlineData(1, -3, 2, "-0.34")]
    [InlineData(-1, -4, 2, "0.25")]
    [InlineData(5, 2, 0, "2")]
    [InlineData(-5, 2, 0, "-3")]
    [InlineData(0, -7, 4, "0")]
    public void FormatQuotient_ByHand_IsFloored(long numerator, long denominator, int places, string expected) =>
        Assert.Equal(expected, DecimalText.FormatQuotient(numerator, denominator, places));
}
