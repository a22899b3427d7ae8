using Verifiable.Engine.Units;
using Xunit;

namespace Verifiable.Tests.Engine.Units;

/// <summary>Assets, underlyings and the currencies' decimal places.</summary>
public sealed class IdentifierTests
{
    private const ulong Btc = 0x42_54_43_00_00_00_00_00;

    [Theory]
    [InlineData(0x55_53_44_00_00_00_00_00UL, "USD", true, 6)]
    [InlineData(0x55_53_44_43_00_00_00_00UL, "USDC", true, 6)]
    [InlineData(0x55_53_44_54_00_00_00_00UL, "USDT", true, 6)]
    [InlineData(0x55_53_00_00_00_00_00_00UL, "US", false, 9)]
    [InlineData(0x46_44_55_53_44_00_00_00UL, "FDUSD", false, 9)]
    [InlineData(Btc, "BTC", false, 9)]
    public void Asset_Name_GivesTextAndDecimals(ulong letters, string text, bool isDollar, int decimals)
    {
        AssetId asset = new(letters);

        Assert.True(asset.IsWellFormed);
        Assert.Equal(text, asset.ToString());
        Assert.Equal(isDollar, asset.IsDollar);
        Assert.Equal(decimals, Money.DecimalsOf(asset));
    }

    [Fact]
    public void Asset_SeventhLetter_IsRefusedWhereAnUnderlyingHasEight()
    {
        const ulong sevenLetters = 0x41_42_43_44_45_46_47_00;

        Assert.False(new AssetId(sevenLetters).IsWellFormed);
        Assert.True(new UnderlyingId(sevenLetters).IsWellFormed);
        Assert.Equal("ABCDEFG", new UnderlyingId(sevenLetters).ToString());
    }

    [Fact]
    public void Word_OfNames_IsTheLettersThenZeros()
    {
        Assert.Equal(new Bytes32(Btc, 0, 0, 0), new AssetId(Btc).Word);
        Assert.Equal(new Bytes32(Btc, 0, 0, 0), new UnderlyingId(Btc).Word);
    }

    [Fact]
    public void Instant_Order_IsByTime()
    {
        Instant earlier = new(1);
        Instant later = new(Instant.MaxSeconds);

        Assert.True(earlier < later && later > earlier && earlier <= later && later >= earlier);
        Assert.False(later < earlier || earlier > later || later <= earlier || earlier >= later);
        Assert.True(earlier.CompareTo(later) < 0);
        Assert.Equal(4_294_967_295, Instant.MaxSeconds);
    }
}
