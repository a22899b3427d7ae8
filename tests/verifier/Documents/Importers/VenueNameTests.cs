using System.Globalization;
using Verifiable.Documents.Importers;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Documents.Importers;

public sealed class VenueNameTests(ITestOutputHelper output)
{
    // Names as Deribit's documentation and the reference data print them; canonical spellings by hand.
    [Theory]
    [InlineData("BTC-27JUN25-100000-C", "BTC/USD:BTC-250627-100000-C")]
    [InlineData("ETH-5JUN20-240-P", "ETH/USD:ETH-200605-240-P")]
    [InlineData("XRP_USDC-27JUN25-2d5-C", "XRP/USDC:USDC-250627-2.5-C")]
    [InlineData("XRP_USDC-30JUN23-0d625-P", "XRP/USDC:USDC-230630-0.625-P")]
    [InlineData("BTC_USDC-29FEB24-52000-C", "BTC/USDC:USDC-240229-52000-C")]
    [InlineData("BTC-27JUN25", "BTC/USD:BTC-250627")]
    [InlineData("BTC_USDC-27JUN25", "BTC/USDC:USDC-250627")]
    [InlineData("BTC-PERPETUAL", "BTC/USD:BTC")]
    [InlineData("SOL_USDC-PERPETUAL", "SOL/USDC:USDC")]
    [InlineData("BTC_USDT", "BTC/USDT")]
    public void Parse_VenueName_IsTheCanonicalInstrument(string name, string canonical) =>
        Assert.Equal(canonical, InstrumentText.Format(VenueName.Parse(name, "f", "p")));

    [Theory]
    [InlineData("")]
    [InlineData("BTC")]
    [InlineData("BTC-")]
    [InlineData("-27JUN25-100000-C")]
    [InlineData("btc-27JUN25-100000-C")]
    [InlineData("BTC-27Jun25-100000-C")]
    [InlineData("BTC-05JUN25-100000-C")]
    [InlineData("BTC-0JUN25-100000-C")]
    [InlineData("BTC-31JUN25-100000-C")]
    [InlineData("BTC-29FEB25-100000-C")]
    [InlineData("BTC-27ANF25-100000-C")]
    [InlineData("BTC-27JUN2025-100000-C")]
    [InlineData("BTC-27JUNx5-100000-C")]
    [InlineData("BTC-27JUN25-0100000-C")]
    [InlineData("BTC-27JUN25-0-C")]
    [InlineData("BTC-27JUN25--1-C")]
    [InlineData("BTC-27JUN25-1.5-C")]
    [InlineData("BTC-27JUN25-2d-C")]
    [InlineData("BTC-27JUN25-d5-C")]
    [InlineData("BTC-27JUN25-2d50-C")]
    [InlineData("BTC-27JUN25-2d5d5-C")]
    [InlineData("BTC-27JUN25-2d123456789-C")]
    [InlineData("BTC-27JUN25-99999999999-C")]
    [InlineData("BTC-27JUN25-46116860185-C")]
    [InlineData("BTC-27JUN25-100000")]
    [InlineData("BTC-27JUN25-100000-X")]
    [InlineData("BTC-27JUN25-100000-c")]
    [InlineData("BTC-27JUN25-100000-C-1")]
    [InlineData("BTC-PERPETUAL-100000-C")]
    [InlineData("BTC-perpetual")]
    [InlineData("BTC-FS-27JUN25_PERP")]
    [InlineData("BTC_USDC_X-27JUN25")]
    [InlineData("BTC_-27JUN25")]
    [InlineData("_USDC-27JUN25")]
    [InlineData("ABCDEFG-PERPETUAL")]
    [InlineData("ABCDEFGHI_USDC-PERPETUAL")]
    [InlineData("BTC_TOOLONG-PERPETUAL")]
    [InlineData("BTC-\uFF12\uFF17JUN25-100000-C")]
    public void Parse_AnythingElse_IsUnknown(string name)
    {
        MarginException refusal = Assert.Throws<MarginException>(() => VenueName.Parse(name, "chain.csv", "line 2"));

        Assert.Equal(ErrorCode.VenueNameUnknown, refusal.Code);
        Assert.Equal("chain.csv", refusal.File);
        Assert.Equal("line 2", refusal.Path);
        Assert.Equal(name, refusal.Value);
    }

    /// <summary>One spelling a name: whatever is accepted is the venue's spelling of the instrument it names.</summary>
    [Fact]
    public void TryParse_MutatedNames_AcceptsOnlyOneSpellingOfAnInstrument()
    {
        Seeded seeded = Seeded.Printed(output);
        string[] names =
            ["BTC-27JUN25-100000-C", "XRP_USDC-27JUN25-2d5-P", "ETH-PERPETUAL", "SOL_USDC-3JAN25", "BTC_USDC"];
        int accepted = 0;
        for (int i = 0; i < 200_000; i++)
        {
            char[] letters = seeded.Pick<string>(names).ToCharArray();
            letters[seeded.Between(0, letters.Length - 1)] = seeded.Pick<char>("ABCDJUNPERS0123456789d-_.c ");
            string name = new(letters);
            if (VenueName.TryParse(name, out InstrumentId instrument))
            {
                accepted++;
                Assert.Equal(name, ToVenueName(InstrumentText.Format(instrument)));
            }
        }

        Assert.InRange(accepted, 1, 199_999);
        output.WriteLine($"{accepted} of 200000 accepted");
    }

    /// <summary>BTC/USD:BTC-250627-2.5-C back to BTC-27JUN25-2d5-C, by text alone.</summary>
    private static string ToVenueName(string canonical)
    {
        string[] parts = canonical.Split('-');
        string[] pair = parts[0].Split('/', ':');
        string market = pair.Length == 3 && pair[2] == pair[0] ? pair[0] : $"{pair[0]}_{pair[1]}";
        if (parts.Length == 1)
        {
            return pair.Length == 2 ? market : $"{market}-PERPETUAL";
        }

        string[] months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
        int month = int.Parse(parts[1][2..4], CultureInfo.InvariantCulture);
        string day = $"{parts[1][4..].TrimStart('0')}{months[month - 1]}{parts[1][..2]}";
        return parts.Length == 2 ? $"{market}-{day}" : $"{market}-{day}-{parts[2].Replace('.', 'd')}-{parts[3]}";
    }
}
