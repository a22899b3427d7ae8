using System;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Margin;

/// <summary>The losses of one account that the multiplier applies to.</summary>
/// <param name="Binding">The largest of them; of equals the first.</param>
/// <param name="Bound">The loss that binds.</param>
/// <param name="Static">The same without what today's volatility adds; only a scan has any.</param>
internal readonly record struct LossFigures(ComponentKind Binding, long Bound, long Static)
{
    /// <summary>Compares the losses that the model reads.</summary>
    /// <param name="book">The account.</param>
    /// <param name="worstTotal">The lowest total of the scan.</param>
    /// <param name="sums">What adds up beside the totals.</param>
    /// <param name="tail">The tail measure that the model reads.</param>
    internal static LossFigures Of(ResolvedBook book, long worstTotal, in AccountSums sums, long tail)
    {
        ModelParameters model = book.Array.Model;
        bool scans = model.Measure.Kind == MeasureKind.Scan || model.Measure.AtLeastWorst;
        long scan = scans ? ScanLoss(book.Array, worstTotal, sums.SumOfWorsts) : 0;
        long scaled = Requirement.OfLossCeil(scan, ScaleOf(book));
        long bound = Requirement.Binding(scaled, sums.Basis, tail);
        if (bound == scaled)
        {
            return new LossFigures(ComponentKind.Scan, bound, scan);
        }

        return new LossFigures(bound == sums.Basis ? ComponentKind.Basis : ComponentKind.Tail, bound, bound);
    }

    private static long ScanLoss(RiskArray array, long worstTotal, long sumOfWorsts)
    {
        long joint = Requirement.LossOf(worstTotal);
        return array.Model.Across.Rule == AcrossRule.JointScenario
            ? joint
            : AcrossUnderlyings.LossCeil(joint, sumOfWorsts, array.Terms.AcrossCreditQ40);
    }

    /// <summary>The largest scale of the underlyings held: one account is margined in one market.</summary>
    private static long ScaleOf(ResolvedBook book)
    {
        long scaleQ40 = 1L << 40;
        if (book.Array.Model.Dynamic.Underlyings.IsEmpty)
        {
            return scaleQ40;
        }

        foreach (ref readonly ResolvedRow row in book.Rows.AsSpan())
        {
            long own = book.Array.Underlyings[row.Underlying].ScanScaleQ40;
            scaleQ40 = own > scaleQ40 ? own : scaleQ40;
        }

        return scaleQ40;
    }
}
