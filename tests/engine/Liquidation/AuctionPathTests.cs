using System.Linq;
using Verifiable.Engine.Accounts;
using Verifiable.Engine.Liquidation;
using Verifiable.Engine.Units;
using Xunit;

namespace Verifiable.Tests.Engine.Liquidation;

/// <summary>The vault's price path, with the numbers of the protocol's rules and of the contract's tests.</summary>
public sealed class AuctionPathTests
{
    private const long Dollar = 1_000_000;
    private static readonly AccountFigures Debtor = new(90 * Dollar, 125 * Dollar, 100 * Dollar);

    // (115 - 90) / (115 - 90 * 0.05) = 22.6244 % and (115 - 5) / (115 - 5 * 0.05) = 95.8606 %, rounded up.
    [Theory]
    [InlineData(90, 226_245)]
    [InlineData(5, 958_606)]
    [InlineData(115, 0)]
    [InlineData(114, 9_150)]
    public void At_Discount95_TakesTheWorkedFraction(long equity, int fractionPpm)
    {
        LiquidationRule rule = LiquidationRule.Vault with
        {
            Auction = LiquidationRule.Vault.Auction with { StartDiscount = new Ratio(950_000_000_000) },
        };

        AuctionStep step = AuctionPath.At(Debtor with { Equity = equity * Dollar }, rule, 0);

        Assert.Equal(fractionPpm, step.LargestFractionPpm);
    }

    // 12 seconds in, the contract's test has 0.976267: 0.98 - 0.28 * 12 / 900 = 0.97626666..., which it rounds up.
    [Theory]
    [InlineData(0, 980_000_000_000, 88_200_000)]
    [InlineData(12, 976_266_666_666, 87_863_999)]
    [InlineData(450, 840_000_000_000, 75_600_000)]
    [InlineData(900, 700_000_000_000, 63_000_000)]
    [InlineData(22_050, 350_000_000_000, 31_500_000)]
    [InlineData(43_199, 16_548_463, 1_489)]
    [InlineData(43_200, 0, 0)]
    [InlineData(1_000_000, 0, 0)]
    public void At_Solvent_FallsToTheKneeThenToZero(long elapsed, long discount, long price)
    {
        AuctionStep step = AuctionPath.At(Debtor, LiquidationRule.Vault, elapsed);

        Assert.Equal(new Ratio(discount), step.Discount);
        Assert.Equal(new Money(price), step.WholePrice);
    }

    // Equity -20, maintenance 100: 20 at once, and 100 more after the hour.
    [Theory]
    [InlineData(0, -20_000_000)]
    [InlineData(900, -45_000_000)]
    [InlineData(1, -20_027_778)]
    [InlineData(3_600, -120_000_000)]
    [InlineData(9_999, -120_000_000)]
    public void At_Insolvent_PaysTheTaker(long elapsed, long price)
    {
        AccountFigures insolvent = Debtor with { Equity = -20 * Dollar };

        AuctionStep step = AuctionPath.At(insolvent, LiquidationRule.Vault, elapsed);

        Assert.Equal(new AuctionStep(elapsed, default, Slice.Whole, new Money(price)), step);
    }

    [Fact]
    public void Of_Solvent_CoversBothPhasesAndEndsAtNothing()
    {
        AuctionStep[] path = [.. AuctionPath.Of(Debtor, LiquidationRule.Vault, 900)];

        Assert.Equal(49, path.Length);
        Assert.Equal((0, 43_200), (path[0].ElapsedSeconds, path[^1].ElapsedSeconds));
        Assert.All(path.Zip(path.Skip(1)), static pair =>
        {
            Assert.True(pair.First.WholePrice.Raw > pair.Second.WholePrice.Raw);
            Assert.True(pair.First.LargestFractionPpm < pair.Second.LargestFractionPpm);
        });
    }

    [Fact]
    public void Of_LongSteps_KeepTheEndOfTheFastPhase() => Assert.Equal(
        [0L, 900, 3_600, 7_200],
        AuctionPath.Of(Debtor, LiquidationRule.Vault, 3_600).Take(4).Select(static step => step.ElapsedSeconds));

    // (115 - 90) / (115 - 90 * 0.02) = 22.0849 % of 88.2.
    [Fact]
    public void LargestPrice_AtTheStart_IsThePartsPrice() =>
        Assert.Equal(new Money(19_478_881), AuctionPath.At(Debtor, LiquidationRule.Vault, 0).LargestPrice);

    [Fact]
    public void Of_Insolvent_EndsWithTheWholePremium()
    {
        AuctionStep[] path = [.. AuctionPath.Of(Debtor with { Equity = 0 }, LiquidationRule.Vault, 3_601)];

        Assert.Equal([0L, -100 * Dollar], path.Select(static step => step.WholePrice.Raw));
    }
}
