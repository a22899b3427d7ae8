using System;
using System.Linq;
using System.Numerics;
using Verifiable.Engine.Accounts;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Liquidation;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;
using static Verifiable.Tests.Engine.Generators.Sample;

namespace Verifiable.Tests.Engine.Liquidation;

/// <summary>Slices worked by hand, and against every fraction there is.</summary>
public sealed class SliceSolverTests(ITestOutputHelper output)
{
    private static readonly LiquidationRule Vault = LiquidationRule.Vault;

    // Ten perpetuals at 100 lose 500 when spot halves, so maintenance is 500 and 115 % of it 575. Equity is 450. The
    // homogeneous answer is (575 - 450) / (575 - 450 * 0.02) = 125 / 566 = 22.08481 %, up to 220849 millionths:
    //   taken    2.20849 BTC and cash ceil(450 * 0.220849) = 99.38205
    //   price    floor(450 * 0.98) = 441, floor(441 * 0.220849) = 97.394409
    //   left     7.79151 BTC: maintenance 389.5755, of which 115 % are 448.011825
    //   equity   450 - 99.38205 + 97.394409 = 448.012359, enough
    // One millionth less leaves 7.79152 BTC, 448.0124 to cover, and 450 - 99.3816 + 97.393968 = 448.012368: not enough.
    [Fact]
    public void Solve_TenPerpetuals_IsTheWorkedExample()
    {
        SliceSolution solution = Solve(Vault, 450 * Dollar, Perpetual(10, 100));

        Assert.Equal(
            new SliceSolution(
                SliceOutcome.Restored,
                220_849,
                new Money(97_394_409),
                new AccountFigures(450_000_000, 625_000_000, 500_000_000),
                new AccountFigures(448_012_359, 486_969_375, 389_575_500)),
            solution);
    }

    // Initial margin is 625: (625 - 450) / (625 - 9) = 175 / 616 = 28.40909 %.
    [Fact]
    public void Solve_ToInitialMargin_TakesMore() =>
        Assert.Equal(
            284_091,
            Solve(Vault with { Target = RestoreTarget.InitialMargin }, 450 * Dollar, Perpetual(10, 100)).FractionPpm);

    // After 12 hours nothing is paid, so equity shrinks as the requirement does: (575 - 450) / (575 - 450), the whole.
    [Fact]
    public void Solve_AtTheEndOfTheAuction_GivesEverythingAway()
    {
        SliceSolution solution = Solve(Vault with { ElapsedSeconds = 43_200 }, 450 * Dollar, Perpetual(10, 100));

        Assert.Equal((SliceOutcome.Restored, Slice.Whole), (solution.Outcome, solution.FractionPpm));
        Assert.Equal(default, solution.Price);
        Assert.Equal(default, solution.After);
    }

    [Theory]
    [InlineData(500_000_000, SliceOutcome.Healthy, 0)]
    [InlineData(499_999_999, SliceOutcome.Restored, 132_744)]
    [InlineData(1, SliceOutcome.Restored, 1_000_000)]
    [InlineData(0, SliceOutcome.Insolvent, 1_000_000)]
    [InlineData(-1, SliceOutcome.Insolvent, 1_000_000)]
    public void Solve_AtTheEdges_HasAName(long equity, SliceOutcome outcome, int fractionPpm)
    {
        SliceSolution solution = Solve(Vault, equity, Perpetual(10, 100));

        Assert.Equal((outcome, fractionPpm), (solution.Outcome, solution.FractionPpm));
    }

    // Half an hour into an insolvency of -20: the taker is paid 20 and half the maintenance of 500.
    [Fact]
    public void Solve_Insolvent_PaysTheTakerAndNotTheAccount()
    {
        SliceSolution solution = Solve(Vault with { ElapsedSeconds = 1_800 }, -20 * Dollar, Perpetual(10, 100));

        Assert.Equal(new Money(-270 * Dollar), solution.Price);
        Assert.Equal((default, default), (solution.Received, solution.After));
    }

    // A smaller slice than 1 % would do without a buffer: (500 - 499.9) / (500 - 499.9 * 0.02) = 0.0204 %.
    [Fact]
    public void Solve_BelowTheSmallestSlice_TakesTheSmallest()
    {
        LiquidationRule rule = Vault with { Auction = Vault.Auction with { Buffer = default } };

        SliceSolution solution = Solve(rule, 499_900_000, Perpetual(10, 100));

        Assert.Equal(10_000, solution.FractionPpm);
    }

    // A debt of cash and nothing to take: only the whole ends it.
    [Fact]
    public void Solve_DebtWithoutRows_IsInsolvent() =>
        Assert.Equal(SliceOutcome.Insolvent, Solve(Vault, -1).Outcome);

    /// <summary>All million fractions of eight books of perpetuals, with arithmetic of its own.</summary>
    [Fact]
    public void Solve_AgainstEveryFraction_IsTheSmallestThatRestores()
    {
        Seeded random = Seeded.Printed(output);
        for (int index = 0; index < 8; index++)
        {
            long quantity = random.Between(One, 1_000 * One) * (random.Coin() ? 1 : -1);
            long maintenance = (long)BigInteger.Abs(CeilOf((BigInteger)Math.Abs(quantity) * 50, 100));
            long cash = random.Between(1, maintenance - 1);
            long elapsed = random.Between(0, 20_000);
            Position row = Perpetual(1, 100) with { Quantity = new Quantity(quantity) };

            SliceSolution solution = Solve(Vault with { ElapsedSeconds = elapsed, MinimumFractionPpm = 1 }, cash, row);

            Assert.Equal(SmallestByScan(quantity, cash, elapsed), solution.FractionPpm);
        }
    }

    private static int SmallestByScan(long quantity, long cash, long elapsed)
    {
        BigInteger discount = elapsed < 900
            ? 980_000_000_000 - CeilOf((BigInteger)280_000_000_000 * elapsed, 900)
            : (BigInteger)700_000_000_000 * (43_200 - elapsed) / 42_300;
        BigInteger whole = cash * discount / 1_000_000_000_000;
        return Enumerable.Range(1, 1_000_000).First(fraction =>
        {
            BigInteger left = quantity - CeilOf((BigInteger)quantity * fraction, 1_000_000);
            BigInteger equity = cash - CeilOf((BigInteger)cash * fraction, 1_000_000) + (whole * fraction / 1_000_000);

            // The notional is floor(100 left) in millionths, and the loss of half of it is rounded up.
            BigInteger notional = FloorOf(left * 100, 100);
            BigInteger maintenance = CeilOf(BigInteger.Abs(notional), 2);
            return equity * 100 >= maintenance * 115;
        });
    }

    private static BigInteger FloorOf(BigInteger number, BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(number, divisor, out BigInteger rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }

    private static BigInteger CeilOf(BigInteger number, BigInteger divisor) => -FloorOf(-number, divisor);

    private static SliceSolution Solve(LiquidationRule rule, long cash, params ReadOnlySpan<Position> rows)
    {
        Book book = Book(rows) with { Cash = new Money(cash) };
        return SliceSolver.Solve(Market, new MarginModel(Model, Scenarios), rule, book);
    }
}
