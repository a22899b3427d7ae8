using Verifiable.Documents.Text;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Documents.Text;

public sealed class TimeTextTests(ITestOutputHelper output)
{
    // GNU date -u -d @seconds.
    [Theory]
    [InlineData(0, "1970-01-01T00:00:00Z")]
    [InlineData(951_782_399, "2000-02-28T23:59:59Z")]
    [InlineData(951_868_799, "2000-02-29T23:59:59Z")]
    [InlineData(1_613_068_625, "2021-02-11T18:37:05Z")]
    [InlineData(4_107_542_399, "2100-02-28T23:59:59Z")]
    [InlineData(4_107_542_400, "2100-03-01T00:00:00Z")]
    [InlineData(4_294_967_295, "2106-02-07T06:28:15Z")]
    public void Instant_KnownSeconds_IsTheText(long seconds, string text)
    {
        Assert.Equal(text, InstantText.Format(new Instant(seconds)));
        Assert.Equal(new Instant(seconds), InstantText.Parse(text, "", ""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2021-02-11")]
    [InlineData("2021-02-11T18:37Z")]
    [InlineData("2021-02-11t18:37:05z")]
    [InlineData("2021-02-11T18:37:05+00:00")]
    [InlineData("2021-2-11T18:37:05Z")]
    [InlineData("2021-02-29T00:00:00Z")]
    [InlineData("2100-02-29T00:00:00Z")]
    [InlineData("2021-13-01T00:00:00Z")]
    [InlineData("2021-00-01T00:00:00Z")]
    [InlineData("2021-02-11T24:00:00Z")]
    [InlineData("2021-02-11T23:60:00Z")]
    [InlineData("2016-12-31T23:59:60Z")]
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("2106-02-07T06:28:16Z")]
    [InlineData("\u0662021-02-11T18:37:05Z")]
    [InlineData(" 021-02-11T18:37:05Z")]
    public void Instant_OtherText_IsRefused(string text)
    {
        MarginException refusal = Assert.Throws<MarginException>(() => InstantText.Parse(text, "m.json", "/asOf"));

        Assert.Equal((ErrorCode.InstantMalformed, "m.json", "/asOf"), (refusal.Code, refusal.File, refusal.Path));
    }

    [Fact]
    public void Instant_AnySecond_ReadsBack()
    {
        Seeded random = Seeded.Printed(output);
        for (int i = 0; i < 100_000; i++)
        {
            Instant instant = new(random.Between(0, Instant.MaxSeconds));

            Assert.Equal(instant, InstantText.Parse(InstantText.Format(instant), "", ""));
        }
    }

    [Theory]
    [InlineData("0s", 0)]
    [InlineData("59s", 59)]
    [InlineData("1m", 60)]
    [InlineData("36h", 129_600)]
    [InlineData("1d", 86_400)]
    [InlineData("36500d", 3_153_600_000)]
    public void Duration_CanonicalText_IsTheSeconds(string text, long seconds)
    {
        Assert.True(DurationText.TryParse(text, out long parsed));
        Assert.Equal(seconds, parsed);
        Assert.Equal(text, DurationText.Format(seconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("1")]
    [InlineData("-1d")]
    [InlineData("01d")]
    [InlineData("1.5h")]
    [InlineData("1 d")]
    [InlineData("1D")]
    [InlineData("1w")]
    [InlineData("36501d")]
    [InlineData("9223372036854775807d")]
    [InlineData("99999999999999999999s")]
    public void Duration_OtherText_IsRefused(string text) => Assert.False(DurationText.TryParse(text, out _));
}
