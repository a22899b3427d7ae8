using Verifiable.Engine.Units;
using Xunit;

namespace Verifiable.Tests.Engine.Units;

public sealed class AsciiNameTests
{
    // The letters' ASCII codes, written out: B 42, T 54, C 43, digits 30 to 39, Z 5A.
    [Theory]
    [InlineData("BTC", 8, 0x42_54_43_00_00_00_00_00)]
    [InlineData("1000PEPE", 8, 0x31_30_30_30_50_45_50_45)]
    [InlineData("USDC", 6, 0x55_53_44_43_00_00_00_00)]
    [InlineData("0", 8, 0x30_00_00_00_00_00_00_00)]
    [InlineData("AZ09", 4, 0x41_5A_30_39_00_00_00_00)]
    public void TryPack_LettersAndDigits_AreLeftAlignedAscii(string text, int maxLetters, ulong expected)
    {
        bool packed = AsciiName.TryPack(text, maxLetters, out ulong letters);

        Assert.True(packed);
        Assert.Equal(expected, letters);
        Assert.True(AsciiName.IsWellFormed(letters));
        Assert.Equal(text, AsciiName.ToText(letters));
    }

    [Theory]
    [InlineData("", 8)]
    [InlineData("btc", 8)]
    [InlineData("BTCa", 8)]
    [InlineData("B C", 8)]
    [InlineData("B-C", 8)]
    [InlineData("A@", 8)]
    [InlineData("A:", 8)]
    [InlineData("A[", 8)]
    [InlineData("A/", 8)]
    [InlineData("A\0", 8)]
    [InlineData("A\0B", 8)]
    [InlineData("\0A", 8)]
    [InlineData("\u00C4B", 8)]
    [InlineData("\u0141", 8)]
    [InlineData("\uFF21", 8)]
    [InlineData("LONGNAMES", 8)]
    [InlineData("SEVENLE", 6)]
    public void TryPack_AnythingElse_IsRefusedWithZero(string text, int maxLetters)
    {
        bool packed = AsciiName.TryPack(text, maxLetters, out ulong letters);

        Assert.False(packed);
        Assert.Equal(0UL, letters);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(0x00_42_00_00_00_00_00_00UL)]
    [InlineData(0x42_00_54_00_00_00_00_00UL)]
    [InlineData(0x42_00_00_00_00_00_00_43UL)]
    [InlineData(0x62_00_00_00_00_00_00_00UL)]
    [InlineData(0x42_54_43_20_00_00_00_00UL)]
    [InlineData(0x42_54_43_00_00_00_00_01UL)]
    [InlineData(0xC2_54_43_00_00_00_00_00UL)]
    public void IsWellFormed_GapsAndOtherBytes_AreRefused(ulong letters) =>
        Assert.False(AsciiName.IsWellFormed(letters));
}
