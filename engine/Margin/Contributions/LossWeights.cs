using System;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Margin;

/// <summary>
/// What each row loses in the loss that binds: Euler's rule, since a loss is the sum of its rows'. A row that gains
/// there has a negative weight.
/// </summary>
/// <remarks>
/// The scan takes the worst scenario; where underlyings do not join as one scenario, the granted share of that and the
/// refused share of each underlying's own worst. The forward contingency takes each expiry's move that it is of. A
/// tail measure takes the scenarios beyond value at risk with their weights, and that at value at risk with what is
/// left of the tail's mass, each to 2^-40.
/// </remarks>
internal static class LossWeights
{
    private const long OneQ40 = 1L << 40;

    /// <summary>Whether a component grows with the binding loss alone.</summary>
    internal static bool Bears(MarginParameters parameters, ComponentKind kind) => parameters switch
    {
        ModelParameters => kind is ComponentKind.Scan or ComponentKind.Basis or ComponentKind.Tail
            or ComponentKind.Stable or ComponentKind.Dynamic,
        UndiscountedPortfolioParameters => kind is ComponentKind.Scan or ComponentKind.Basis,
        _ => false,
    };

    /// <summary>The weights of the rows, then zeros for balances.</summary>
    /// <param name="book">The account.</param>
    /// <param name="parameters">The rule's parameters.</param>
    /// <param name="figures">Its figures.</param>
    /// <param name="scratch">As the computation of the figures left it.</param>
    /// <param name="count">How many weights there are.</param>
    internal static long[] Of(
        ResolvedBook book, MarginParameters parameters, in RuleFigures figures, AccountScratch scratch, int count)
    {
        long[] weights = new long[count];
        if (!Bears(parameters, ComponentKind.Scan))
        {
            return weights;
        }

        if (figures[ComponentKind.Tail] != default)
        {
            OfTail(book, scratch, weights);
        }
        else if (figures[ComponentKind.Basis] != default)
        {
            BasisWeights.Fill(book, weights);
        }
        else
        {
            OfScan(book, figures.WorstScenario, scratch, weights);
        }

        return weights;
    }

    private static void OfScan(ResolvedBook book, int worst, AccountScratch scratch, Span<long> weights)
    {
        AcrossParameters across = book.Array.Model.Across;
        long jointQ40 = across.Rule == AcrossRule.JointScenario
            ? OneQ40
            : Saturation.Between(Scale.Convert(across.Credit.Raw, 40), 0, OneQ40);
        if (scratch.Totals[worst] < 0)
        {
            Explanation.Compute(book, worst, scratch);
            AddLosses(scratch.Contributions, 0, book.Rows.Length, jointQ40, weights);
        }

        if (jointQ40 < OneQ40)
        {
            AddOwnWorsts(book, OneQ40 - jointQ40, scratch, weights);
        }
    }

    private static void AddOwnWorsts(ResolvedBook book, long shareQ40, AccountScratch scratch, Span<long> weights)
    {
        int start = 0;
        while (start < book.Rows.Length)
        {
            int end = book.EndOfUnderlying(start);
            int worst = 0;
            Int128 lowest = 0;
            foreach (int scenario in book.Array.Measured.Scan)
            {
                Int128 total = Explanation.ComputeUnderlying(book, scenario, scratch.Contributions, start, end);
                worst = total < lowest ? scenario : worst;
                lowest = total < lowest ? total : lowest;
            }

            if (lowest < 0)
            {
                Explanation.ComputeUnderlying(book, worst, scratch.Contributions, start, end);
                AddLosses(scratch.Contributions, start, end, shareQ40, weights);
            }

            start = end;
        }
    }

    private static void OfTail(ResolvedBook book, AccountScratch scratch, Span<long> weights)
    {
        MeasuredScenarios measured = book.Array.Measured;
        MeasureParameters measure = book.Array.Model.Measure;
        long threshold =
            -TailMeasure.ValueAtRisk(scratch.TailTotals, measured.TailWeights, measure.ConfidencePpm);
        int atThreshold = Array.IndexOf(scratch.TailTotals, threshold);
        long restQ40 = OneQ40;
        Int128 mass = TailMeasure.TailMass(measured.TailWeights, measure.ConfidencePpm);
        for (int at = 0; at < measured.Tail.Length && measure.Kind == MeasureKind.ExpectedShortfall; at++)
        {
            if (scratch.TailTotals[at] < threshold)
            {
                long shareQ40 = (long)(((Int128)measured.TailWeights[at] * TailMeasure.PpmPerOne << 40) / mass);
                Explanation.Compute(book, measured.Tail[at], scratch);
                AddLosses(scratch.Contributions, 0, book.Rows.Length, shareQ40, weights);
                restQ40 -= shareQ40;
            }
        }

        Explanation.Compute(book, measured.Tail[atThreshold], scratch);
        AddLosses(scratch.Contributions, 0, book.Rows.Length, restQ40, weights);
    }

    /// <summary>Adds a share of each row's loss.</summary>
    private static void AddLosses(
        ReadOnlySpan<long> contributions, int start, int end, long shareQ40, Span<long> weights)
    {
        for (int row = start; row < end; row++)
        {
            Int128 loss = -(Int128)contributions[row];
            long share = MulShift.Clamp(MoneyRange.Clamp(loss), shareQ40, 40, MoneyRange.Limit);
            weights[row] = MoneyRange.Clamp((Int128)weights[row] + share);
        }
    }
}
