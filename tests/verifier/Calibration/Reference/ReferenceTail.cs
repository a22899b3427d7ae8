using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace Verifiable.Tests.Verifier.Calibration.Reference;

/// <summary>
/// Value at risk and expected shortfall of weighted losses in the engine's integer convention (numerics.md, "VaR and
/// ES"), in numbers of any size and without its methods: an oracle for the engine's own measure.
/// </summary>
/// <remarks>
/// With W the sum of weights and T = W (10^6 - level) the tail's mass: value at risk is the first loss, from the
/// largest down, at which 10^6 times the weight so far reaches T; expected shortfall is the mean of the tail, of which
/// the loss at the edge may count in part, rounded up.
/// </remarks>
internal readonly record struct ReferenceTail(BigInteger ValueAtRisk, BigInteger ExpectedShortfall)
{
    private const int Million = 1_000_000;

    /// <summary>Both measures.</summary>
    /// <param name="losses">Losses, positive when money is lost.</param>
    /// <param name="weights">One weight a loss, at least 1.</param>
    /// <param name="levelPpm">The confidence in millionths, from 0 to 999,999.</param>
    internal static ReferenceTail Of(IReadOnlyList<long> losses, IReadOnlyList<uint> weights, int levelPpm)
    {
        BigInteger tail = Tail(weights, levelPpm);
        BigInteger taken = 0;
        BigInteger sum = 0;
        foreach ((long loss, uint weight) in losses.Zip(weights).OrderByDescending(static pair => pair.First))
        {
            BigInteger part = BigInteger.Min((BigInteger)weight * Million, tail - taken);
            taken += part;
            sum += part * loss;
            if (taken == tail)
            {
                return new ReferenceTail(loss, Ceiling(sum, tail));
            }
        }

        throw new System.ArgumentException("The weights reach the tail's mass for every level.", nameof(losses));
    }

    /// <summary>
    /// The same by the theorem of Rockafellar and Uryasev (Journal of Risk 2, 2000): expected shortfall is the minimum
    /// over v of v + mean of (loss - v)+ over the tail's mass, and value at risk its largest minimiser among the
    /// losses.
    /// </summary>
    internal static ReferenceTail ByMinimisation(
        IReadOnlyList<long> losses,
        IReadOnlyList<uint> weights,
        int levelPpm)
    {
        BigInteger tail = Tail(weights, levelPpm);
        (BigInteger Objective, long Loss)[] candidates =
            [.. losses.Select(v => (Objective(losses, weights, tail, v), v))];
        BigInteger minimum = candidates.Min(static candidate => candidate.Objective);
        long valueAtRisk = candidates.Where(candidate => candidate.Objective == minimum)
            .Max(static candidate => candidate.Loss);
        return new ReferenceTail(valueAtRisk, Ceiling(minimum, tail));
    }

    private static BigInteger Tail(IReadOnlyList<uint> weights, int levelPpm) =>
        weights.Aggregate(BigInteger.Zero, static (sum, weight) => sum + weight) * (Million - levelPpm);

    private static BigInteger Objective(
        IReadOnlyList<long> losses,
        IReadOnlyList<uint> weights,
        BigInteger tail,
        long v) =>
        losses.Zip(weights).Aggregate(
            tail * v,
            (sum, pair) => sum + (BigInteger.Max(0, (BigInteger)pair.First - v) * pair.Second * Million));

    private static BigInteger Ceiling(BigInteger numerator, BigInteger denominator)
    {
        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger remainder);
        return remainder > 0 ? quotient + 1 : quotient;
    }
}
