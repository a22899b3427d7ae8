using System;
using Verifiable.Kernel.Margin;
using Verifiable.Neo.Framework;

namespace Verifiable.Neo.Vault;

/// <summary>Expected shortfall of a list of totals, by a hint: nothing is sorted, the hint is checked.</summary>
internal static class Tail
{
    private const int BytesOfTotal = 16;

    private static Bytes? _totals;
    private static bool _split;

    /// <summary>Whether the bytes are a total of money for each scenario: an engine writes no others.</summary>
    /// <param name="totals">Totals in the order of the scenarios, 16 bytes each, most significant first.</param>
    internal static bool AreTotals(Bytes totals)
    {
        if (Bytes.Length(totals) != BytesOfTotal * Scenario.Count())
        {
            return false;
        }

        _totals = Bytes.Reversed(totals);
        for (int at = 0; at < Scenario.Count(); at++)
        {
            Int128 total = TotalAt(at);
            if (total > MoneyRange.Limit || total < -MoneyRange.Limit)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Refuses a hint that is not the totals' value at risk, and returns the shortfall, at least
    /// zero.</summary>
    /// <param name="totals">What <see cref="AreTotals"/> accepts.</param>
    /// <param name="hint">Value at risk, a loss; negative where the tail gains.</param>
    internal static long ExpectedShortfall(Bytes totals, long hint)
    {
        _totals = Bytes.Reversed(totals);
        _split = HasTail();
        Int128 mass = Mass(Int128.MaxValue) * (TailMeasure.PpmPerOne - Model.ConfidencePpm);
        Contract.Require(mass > 0, "DivisorNotPositive");
        Contract.Require(TailMeasure.PpmPerOne * Mass(-(Int128)hint - 1) < mass, "TailHintMismatch");
        Contract.Require(TailMeasure.PpmPerOne * Mass(-(Int128)hint) >= mass, "TailHintMismatch");
        Int128 excess = Excess(hint);
        Int128 whole = excess / mass;
        Int128 rest = excess % mass;
        Int128 mean = (TailMeasure.PpmPerOne * whole) + (((TailMeasure.PpmPerOne * rest) + mass - 1) / mass);
        return Requirement.LossOf((long)-(hint + mean));
    }

    /// <summary>The weight of the measured totals up to a number.</summary>
    private static Int128 Mass(Int128 most)
    {
        Int128 mass = 0;
        for (int at = 0; at < Scenario.Count(); at++)
        {
            Scenario.Select(at);
            if (IsMeasured() && TotalAt(at) <= most)
            {
                mass += Scenario.Weight;
            }
        }

        return mass;
    }

    /// <summary>The weighted sum of what the losses have beyond the hint.</summary>
    private static Int128 Excess(long hint)
    {
        Int128 excess = 0;
        for (int at = 0; at < Scenario.Count(); at++)
        {
            Scenario.Select(at);
            Int128 beyond = -TotalAt(at) - hint;
            if (IsMeasured() && beyond > 0)
            {
                excess += Scenario.Weight * beyond;
            }
        }

        return excess;
    }

    private static bool IsMeasured() => Scenario.IsTail || !_split;

    private static bool HasTail()
    {
        for (int at = 0; at < Scenario.Count(); at++)
        {
            Scenario.Select(at);
            if (Scenario.IsTail)
            {
                return true;
            }
        }

        return false;
    }

    private static Int128 TotalAt(int scenario)
    {
        int start = (Scenario.Count() - 1 - scenario) * BytesOfTotal;
        return Word.ToInt128(Bytes.ToWord(Bytes.Slice(_totals!, start, BytesOfTotal)));
    }
}
