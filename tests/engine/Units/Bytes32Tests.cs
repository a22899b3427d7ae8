using System;
using Verifiable.Engine.Units;
using Xunit;

namespace Verifiable.Tests.Engine.Units;

public sealed class Bytes32Tests
{
    private static readonly byte[] Counting = Convert.FromHexString(
        "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F");

    [Fact]
    public void Read_CountingBytes_IsBigEndian()
    {
        Bytes32 word = Bytes32.Read(Counting);

        Assert.Equal(
            new Bytes32(0x0001020304050607, 0x08090A0B0C0D0E0F, 0x1011121314151617, 0x18191A1B1C1D1E1F), word);
        Assert.Equal(Counting, word.ToArray());
        Assert.Equal("0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", word.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(31)]
    public void CompareTo_OneByteMore_IsMoreWhateverFollows(int index)
    {
        byte[] larger = [.. Counting];
        larger[index] = 0xFF;
        larger.AsSpan(index + 1).Clear();

        Assert.True(Bytes32.Read(larger).CompareTo(Bytes32.Read(Counting)) > 0);
        Assert.True(Bytes32.Read(Counting).CompareTo(Bytes32.Read(larger)) < 0);
        Assert.Equal(0, Bytes32.Read(larger).CompareTo(Bytes32.Read(larger)));
    }

    [Fact]
    public void Read_TooFewBytes_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Bytes32.Read(Counting.AsSpan(0, Bytes32.Length - 1)));
}
