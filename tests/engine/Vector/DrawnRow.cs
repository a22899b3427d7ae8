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
    private const long LargestLogQ46 = 20L << 46;

    /// <param name="seeded">Where the numbers come from.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="factorBits">Factors are below two to this, Q40.</param>
    /// <param name="ratioBits">The strike ratio is below two to this, Q46.</param>
    public static DrawnRow From(Seeded seeded, int columns, int factorBits, int ratioBits)
    {
        long[] factors = [.. Enumerable.Range(0, columns).Select(_ => Factor(seeded, (1L << factorBits) - 1))];
        long[] totals = [.. Enumerable.Range(0, columns).Select(_ => Total(seeded))];
        return new DrawnRow(
            seeded.Coin(),
            factors,
            [.. factors.Select(static factor => factor > 0 ? ScenarioFactor.Log(factor) : 0)],
            totals,
            [.. totals.Select(Black76.Reciprocal)],
            seeded.Pick<long>([0, 1, 1L << 46, (1L << ratioBits) - 1, Near(seeded, 46),
                seeded.OfAnyMagnitude(ratioBits)]),
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

    private static long Factor(Seeded seeded, long largestQ40) => seeded.Pick<long>(
        [0, ScenarioFactor.LeastQ40, Cell.OneQ40, largestQ40, Near(seeded, 40), Near(seeded, 40),
            seeded.Between(ScenarioFactor.LeastQ40, largestQ40)]);

    private static long Total(Seeded seeded) => seeded.Pick<long>(
        [0, Black76.LeastVolatilityQ46, Black76.LeastVolatilityQ46 + 1, Black76.MaxVolatilityQ46,
            seeded.OfAnyMagnitude(50), seeded.Between(1L << 41, 1L << 46), seeded.Between(1L << 43, 1L << 46)]);

    private static long Near(Seeded seeded, int one) => (1L << one) + seeded.Between(-1L << (one - 2), 1L << (one - 2));
}
