using System.Linq;
using Verifiable.Kernel.Pricing;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Engine.Vector;

/// <summary>The numbers of one option's row: in range, at its edges, and as far beyond as a valuation meets.</summary>
internal sealed record DrawnRow(
    bool IsCall,
    long[] FactorsQ40,
    long[] LogFactorsQ46,
    long[] TotalsQ46,
    long[] ReciprocalsQ38,
    long StrikeRatioQ46,
    long LogMoneynessQ46)
{
    private const long LargestFactorQ40 = (1L << 45) - 1;
    private const long LargestRatioQ46 = (1L << 51) - 1;
    private const long LargestLogQ46 = 20L << 46;

    public static DrawnRow From(Seeded seeded, int columns)
    {
        long[] factors = [.. Enumerable.Range(0, columns).Select(_ => Factor(seeded))];
        long[] totals = [.. Enumerable.Range(0, columns).Select(_ => Total(seeded))];
        return new DrawnRow(
            seeded.Coin(),
            factors,
            [.. factors.Select(static factor => factor > 0 ? ScenarioFactor.Log(factor) : 0)],
            totals,
            [.. totals.Select(Black76.Reciprocal)],
            seeded.Pick<long>([0, 1, 1L << 46, LargestRatioQ46, Near(seeded, 46), seeded.OfAnyMagnitude(51)]),
            seeded.Pick([0, LargestLogQ46, -LargestLogQ46, seeded.Between(-LargestLogQ46, LargestLogQ46),
                seeded.Between(-1L << 44, 1L << 44)]));
    }

    public long ByKernel(int column)
    {
        long shockedQ46 = LogMoneynessQ46 + LogFactorsQ46[column];
        return IsCall
            ? Cell.Call(FactorsQ40[column], StrikeRatioQ46, shockedQ46, TotalsQ46[column], ReciprocalsQ38[column])
            : Cell.Put(FactorsQ40[column], StrikeRatioQ46, shockedQ46, TotalsQ46[column], ReciprocalsQ38[column]);
    }

    public string Describe(int column, long expected, long actual) =>
        $"call {IsCall}, f {FactorsQ40[column]}, ln f {LogFactorsQ46[column]}, k {StrikeRatioQ46}, x {LogMoneynessQ46},"
        + $" v {TotalsQ46[column]}: {actual} instead of {expected}";

    private static long Factor(Seeded seeded) => seeded.Pick<long>(
        [0, ScenarioFactor.LeastQ40, Cell.OneQ40, LargestFactorQ40, Near(seeded, 40), Near(seeded, 40),
            seeded.Between(ScenarioFactor.LeastQ40, LargestFactorQ40)]);

    private static long Total(Seeded seeded) => seeded.Pick<long>(
        [0, Black76.LeastVolatilityQ46, Black76.LeastVolatilityQ46 + 1, Black76.MaxVolatilityQ46,
            seeded.OfAnyMagnitude(50), seeded.Between(1L << 41, 1L << 46), seeded.Between(1L << 43, 1L << 46)]);

    private static long Near(Seeded seeded, int one) => (1L << one) + seeded.Between(-1L << (one - 2), 1L << (one - 2));
}
