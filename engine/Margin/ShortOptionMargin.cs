using System;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Margin;

/// <summary>What one short option needs beyond its own value, as it stands alone.</summary>
/// <remarks>
/// Initial: size max(minimum, maximum - out of the money / spot); maintenance: size share, of a put at least a share of
/// its value. A put's initial margin with its value is at least a multiple of its maintenance margin with its value.
/// Source: the public documentation of Derive's standard manager, whose shares are those of Deribit's standard margin.
/// </remarks>
internal static class ShortOptionMargin
{
    private const long Limit = MoneyRange.Limit;

    /// <summary>Both requirements, rounded up; initial is at least maintenance.</summary>
    /// <param name="row">A short option.</param>
    /// <param name="value">Its value today, at most zero.</param>
    /// <param name="spot">The underlying's spot, raw 1e-8.</param>
    /// <param name="size">The option's quantity at spot, money.</param>
    /// <param name="rule">The shares.</param>
    internal static Staged Of(in ResolvedRow row, long value, long spot, long size, ShortOptionParameters rule)
    {
        bool isCall = row.Instrument.Kind == InstrumentKind.Call;
        long initial = SizeContingency.ShareCeil(size, InitialShare(isCall, row.Instrument.Strike.Raw, spot, rule));
        if (isCall)
        {
            long call = SizeContingency.ShareCeil(size, Scale.Convert(rule.CallMaintenance.Raw, 40));
            return new Staged(Greater(initial, call), call);
        }

        long owed = -value;
        long put = Greater(
            SizeContingency.ShareCeil(size, Scale.Convert(rule.PutMaintenance.Raw, 40)),
            SizeContingency.ShareCeil(owed, Scale.Convert(rule.PutValueMaintenance.Raw, 40)));
        long multiple = SizeContingency.ShareCeil(
            MoneyRange.Clamp((Int128)put + owed), Scale.Convert(rule.PutInitialMultiple.Raw, 40));
        initial = Greater(initial, multiple - owed);
        return new Staged(Greater(initial, put), put);
    }

    /// <summary>max(minimum, maximum - out of the money / spot), scale 2^40, rounded up.</summary>
    private static long InitialShare(bool isCall, long strike, long spot, ShortOptionParameters rule)
    {
        long outside = isCall ? strike - spot : spot - strike;
        long divisor = spot < 1 ? 1 : spot;
        long outsideQ40 = outside > 0 ? DivideShift.Clamp((Int128)outside << 40, divisor, Limit) : 0;
        return Greater(
            Scale.Convert(rule.MinimumShare.Raw, 40), Scale.Convert(rule.MaximumShare.Raw, 40) - outsideQ40);
    }

    private static long Greater(long left, long right) => left > right ? left : right;
}
