using System;
using System.Linq;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Documents.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Documents.Rows;

/// <summary>One meaning, one sequence of words: a reader takes only what its writer would have written.</summary>
public sealed class RowStrictnessTests(ITestOutputHelper output)
{
    private const int HostileInputs = 20_000;

    [Theory]
    [InlineData("engine")]
    [InlineData("market")]
    [InlineData("parameters")]
    [InlineData("parameters.extended")]
    [InlineData("scenarios")]
    [InlineData("book")]
    [InlineData("result")]
    [InlineData("result.extended")]
    public void Read_AnyBitFlipped_IsRefusedOrWritesTheSameBytes(string kind)
    {
        byte[] sample = Bytes(kind);
        int accepted = 0;
        for (int bit = 0; bit < sample.Length * 8; bit++)
        {
            byte[] flipped = [.. sample];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            accepted += IsRefusedOrTheSame(kind, flipped) ? 0 : 1;
        }

        output.WriteLine($"{kind}: {sample.Length * 8} flips, {accepted} are other rows");
        Assert.Equal(sample, Rewrite(kind, sample));
    }

    [Theory]
    [InlineData("engine")]
    [InlineData("market")]
    [InlineData("parameters")]
    [InlineData("parameters.extended")]
    [InlineData("scenarios")]
    [InlineData("book")]
    [InlineData("result")]
    [InlineData("result.extended")]
    public void Read_CutOrExtendedAnywhere_IsMalformed(string kind)
    {
        byte[] sample = Bytes(kind);
        byte[][] wrongLengths =
        [
            .. Enumerable.Range(0, sample.Length).Select(length => sample[..length]),
            [.. sample, 0],
            [.. sample, .. new byte[Bytes32.Length]],
        ];

        Assert.All(wrongLengths, bytes => Assert.Equal(
            ErrorCode.BundleMalformed, Assert.Throws<MarginException>(() => Rewrite(kind, bytes)).Code));
    }

    [Theory]
    [InlineData("engine")]
    [InlineData("market")]
    [InlineData("parameters")]
    [InlineData("parameters.extended")]
    [InlineData("scenarios")]
    [InlineData("book")]
    [InlineData("result")]
    [InlineData("result.extended")]
    public void Read_HostileWords_AreRefusedByNameOrWriteTheSameBytes(string kind)
    {
        Seeded random = Seeded.Printed(output);
        byte[] sample = Bytes(kind);
        byte[] ones = [.. Enumerable.Repeat(byte.MaxValue, Bytes32.Length)];
        byte[][] words = [.. sample.Chunk(Bytes32.Length), new byte[Bytes32.Length], ones];
        int accepted = 0;
        for (int i = 0; i < HostileInputs; i++)
        {
            byte[] hostile = [.. sample];
            for (long swaps = random.Between(1, 4); swaps > 0; swaps--)
            {
                int at = (int)random.Between(0, (sample.Length / Bytes32.Length) - 1);
                random.Pick<byte[]>(words).CopyTo(hostile, at * Bytes32.Length);
            }

            accepted += IsRefusedOrTheSame(kind, hostile) ? 0 : 1;
        }

        output.WriteLine($"{kind}: {HostileInputs} inputs, {accepted} are other rows");
    }

    [Fact]
    public void Read_MarketSectionChanged_IsAHashMismatch()
    {
        byte[] bytes = Bytes("market");
        int spotWord = Array.IndexOf([.. bytes.Chunk(32).Select(Convert.ToHexString)], Convert.ToHexString(SpotWord()));
        bytes[(spotWord * 32) + 7] ^= 1;

        MarginException refusal = Assert.Throws<MarginException>(() => MarketRows.Read(bytes, "a.vmb"));

        Assert.Equal((ErrorCode.HashMismatch, "a.vmb"), (refusal.Code, refusal.File));
    }

    [Fact]
    public void Read_RowsOutOfOrder_AreMalformed()
    {
        Book book = Samples.Book.Book;
        Book reversed = book with { Positions = [.. book.Positions.Reverse()] };

        MarginException refusal = Assert.Throws<MarginException>(
            () => BookRows.Read(BookRows.Write(reversed, consumer: default), "a.vmb", 0, default));

        Assert.Equal((ErrorCode.BundleMalformed, "rows strictly ascending"), (refusal.Code, refusal.Accepted));
    }

    // A basis factor that would overflow at long expiries: a bundle that asks for it is refused, not replayed.
    [Fact]
    public void Read_ParameterOutsideItsRange_IsRefusedByName()
    {
        ModelParameters model = Samples.Model.Enforceable(string.Empty);
        BasisParameters basis = model.Basis with { Multiplier = new Ratio(Ratio.MaxRaw) };
        byte[] rows = ParameterRows.Write(model with { Basis = basis });

        MarginException refusal = Assert.Throws<MarginException>(() => ParameterRows.Read(rows, "a.vmb"));

        Assert.Equal(
            (ErrorCode.ParameterOutOfRange, "a.vmb", "/contingencies/basis/multiplier"),
            (refusal.Code, refusal.File, refusal.Path));
    }

    [Fact]
    public void Write_EmptiedBalance_IsNoRow()
    {
        Book book = Samples.Book.Book;
        Book emptied = book with { Collateral = [book.Collateral[0], book.Collateral[1] with { Amount = default }] };
        Book without = book with { Collateral = [book.Collateral[0]] };

        Assert.Equal(BookRows.Hash(without, consumer: default), BookRows.Hash(emptied, consumer: default));
        Assert.NotEqual(BookRows.Hash(book, consumer: default), BookRows.Hash(emptied, consumer: default));
    }

    private static byte[] SpotWord()
    {
        WordList words = new();
        UnderlyingMarket btc = Samples.Market.Underlyings[1];
        words.AddPacked(btc.Spot.Raw, btc.SpotConfidence.Raw, btc.Time.Seconds, btc.TodayVolatility.Raw);
        return words.ToArray();
    }

    private static bool IsRefusedOrTheSame(string kind, byte[] bytes)
    {
        try
        {
            Assert.Equal(bytes, Rewrite(kind, bytes));
            return false;
        }
        catch (MarginException refusal)
        {
            Assert.True(
                refusal.Code is ErrorCode.BundleMalformed or ErrorCode.HashMismatch
                    or ErrorCode.ParameterOutOfRange or ErrorCode.ProfileNotEnforceable,
                refusal.Message);
            return true;
        }
    }

    private static byte[] Bytes(string kind) =>
        Convert.FromHexString(Samples.Rows($"{kind}.hex").Replace("\n", string.Empty, StringComparison.Ordinal));

    private static byte[] Rewrite(string kind, byte[] bytes)
    {
        switch (kind)
        {
            case "engine":
                return EngineRows.Write(EngineRows.Read(bytes, "a.vmb"));
            case "market":
                (MarketSnapshot market, ulong round) = MarketRows.Read(bytes, "a.vmb");
                return MarketRows.Write(market, round);
            case "parameters" or "parameters.extended":
                return ParameterRows.Write(ParameterRows.Read(bytes, "a.vmb"));
            case "scenarios":
                return ScenarioRows.Write(ScenarioRows.Read(bytes, "a.vmb"));
            case "book":
                (Book book, Verifiable.Documents.Hashing.Address consumer) = BookRows.Read(bytes, "a.vmb", 0, default);
                return BookRows.Write(book, consumer);
            default:
                return ResultRows.Write(ResultRows.Read(bytes, "a.vmb"));
        }
    }
}
