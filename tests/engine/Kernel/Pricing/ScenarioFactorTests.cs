using System.Numerics;
using Verifiable.Kernel;
using Verifiable.Kernel.Pricing;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel.Pricing;

public sealed class ScenarioFactorTests(ITestOutputHelper output)
{
    private const long One = 1L << 40;

    // ((F - settled) s + settled) / F by hand.
    [Theory]
    [InlineData(100, 0, One, One)]
    [InlineData(100, 0, 2 * One, 2 * One)]
    [InlineData(100, 50, 2 * One, One / 2 * 3)]
    [InlineData(100, 100, 2 * One, One)]
    [InlineData(3, 1, 0, One / 3)]
    [InlineData(100, 0, 0, 0)]
    [InlineData(100, 0, 1, ScenarioFactor.LeastQ40)]
    [InlineData(100, 0, -1, 0)]
    [InlineData(1L << 40, 1, 0, ScenarioFactor.LeastQ40)]
    [InlineData(100, 0, long.MaxValue, ScenarioFactor.MaxQ40)]
    [InlineData(1, long.MaxValue, 0, ScenarioFactor.MaxQ40)]
    [InlineData(1, long.MaxValue, 2 * One, 0)]
    [InlineData(long.MaxValue, 0, One, One)]
    public void OfForward_KnownForward_IsTheClampedFloor(
        long forward, long settledPart, long spotFactorQ40, long factorQ40) =>
        Assert.Equal(factorQ40, ScenarioFactor.OfForward(forward, settledPart, spotFactorQ40));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void OfForward_ForwardNotPositive_Refuses(long forward) =>
        Refusals.Expect(ErrorCode.DivisorNotPositive, () => ScenarioFactor.OfForward(forward, 0, One));

    [Fact]
    public void OfForward_AnyForwardWithoutSettledPart_IsTheSpotFactor() =>
        Assert.All(
            Draws.From(output, seeded => (
                Forward: Draws.Positive(seeded, 62),
                Spot: seeded.Between(ScenarioFactor.LeastQ40, ScenarioFactor.MaxQ40))),
            drawn => Assert.Equal(drawn.Spot, ScenarioFactor.OfForward(drawn.Forward, 0, drawn.Spot)));

    [Fact]
    public void OfForward_AnySettledPart_LeavesARemainderBelowTheForward() =>
        Assert.All(
            Draws.From(output, seeded =>
            {
                long forward = Draws.Positive(seeded, 62);
                return (Forward: forward, Settled: seeded.Between(0, forward), Spot: seeded.Between(1L << 36, 4 * One));
            }),
            drawn =>
            {
                BigInteger shocked =
                    ((BigInteger)(drawn.Forward - drawn.Settled) * drawn.Spot) + ((BigInteger)drawn.Settled << 40);
                BigInteger factor = ScenarioFactor.OfForward(drawn.Forward, drawn.Settled, drawn.Spot);
                Assert.InRange(shocked - (factor * drawn.Forward), 0, drawn.Forward - 1);
            });

    // e and 1 / e are 2.718281828459045 and 0.367879441171442 (mpmath), in Q40 2988782477962.9 and 404487723187.7.
    [Theory]
    [InlineData(0, 1L << 46, 1L << 46, One)]
    [InlineData(One, 0, 1L << 46, One)]
    [InlineData(One, -1, 1L << 46, One)]
    [InlineData(One, 1L << 46, 0, One)]
    [InlineData(One, 1L << 46, 1L << 46, 2_988_782_477_962)]
    [InlineData(2 * One, 1L << 45, 1L << 46, 2_988_782_477_962)]
    [InlineData(-One, 1L << 46, 1L << 46, 404_487_723_187)]
    [InlineData(100 * One, 1L << 46, 1L << 46, ScenarioFactor.MaxQ40)]
    [InlineData(-100 * One, 1L << 46, 1L << 46, ScenarioFactor.LeastQ40)]
    [InlineData(long.MaxValue, long.MaxValue, long.MaxValue, ScenarioFactor.MaxQ40)]
    [InlineData(long.MinValue, long.MaxValue, long.MaxValue, ScenarioFactor.LeastQ40)]
    public void OfResidual_KnownMove_IsItsExponential(
        long residualQ40, long sigmaQ46, long sqrtHorizonQ46, long factorQ40) =>
        Assert.InRange(
            ScenarioFactor.OfResidual(residualQ40, sigmaQ46, sqrtHorizonQ46), factorQ40 - 1, factorQ40 + 1);

    [Fact]
    public void OfResidual_LargerResidual_NeverGivesASmallerFactor() =>
        Assert.All(
            Draws.From(output, seeded => (
                Low: Draws.EitherSign(seeded, 45),
                More: seeded.OfAnyMagnitude(45),
                Sigma: seeded.OfAnyMagnitude(52),
                Root: seeded.OfAnyMagnitude(47))),
            drawn => Assert.True(
                ScenarioFactor.OfResidual(drawn.Low + drawn.More, drawn.Sigma, drawn.Root)
                >= ScenarioFactor.OfResidual(drawn.Low, drawn.Sigma, drawn.Root)));

    // ln 2 and ln 2^-14 in Q46 (mpmath): 48775896626291.9, -682862552768086.2.
    [Theory]
    [InlineData(One, 0)]
    [InlineData(2 * One, 48_775_896_626_291)]
    [InlineData(ScenarioFactor.LeastQ40, -682_862_552_768_086)]
    public void Log_KnownFactor_IsTheKnownLogarithm(long factorQ40, long logarithmQ46) =>
        Assert.InRange(ScenarioFactor.Log(factorQ40), logarithmQ46 - 1, logarithmQ46 + 1);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Log_NotPositive_Refuses(long factorQ40) =>
        Refusals.Expect(ErrorCode.LogarithmOfNonPositive, () => ScenarioFactor.Log(factorQ40));

    [Theory]
    [InlineData(0, ScenarioFactor.LeastQ40)]
    [InlineData(ScenarioFactor.LeastQ40 - 1, ScenarioFactor.LeastQ40)]
    [InlineData(ScenarioFactor.LeastQ40 + 1, ScenarioFactor.LeastQ40 + 1)]
    [InlineData(long.MinValue, ScenarioFactor.LeastQ40)]
    public void AtLeastLeast_KnownFactor_IsTheLarger(long factorQ40, long larger) =>
        Assert.Equal(larger, ScenarioFactor.AtLeastLeast(factorQ40));
}
