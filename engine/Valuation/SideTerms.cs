using Verifiable.Engine.Scenarios;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;

namespace Verifiable.Engine.Valuation;

/// <summary>What a model multiplies an expiry's shocked value by, for each sign of it.</summary>
internal sealed class SideTerms(DiscountParameters discount)
{
    private readonly long _longStaticQ40 = Scale.Convert(discount.LongStatic.Raw, 40);
    private readonly long _longMultiplierQ40 = Scale.Convert(discount.LongRateMultiplier.Raw, 40);
    private readonly long _longAddQ46 = Scale.Clamp(discount.LongRateAdd.Raw, 46);
    private readonly long _shortStaticQ40 = Scale.Convert(discount.ShortStatic.Raw, 40);
    private readonly long _shortMultiplierQ40 = Scale.Convert(discount.ShortRateMultiplier.Raw, 40);
    private readonly long _shortAddQ46 = Scale.Clamp(discount.ShortRateAdd.Raw, 46);

    /// <summary>The factor of a value of at least zero, scale 2^40.</summary>
    internal long Long(long rateQ46, long tauYearsQ46) =>
        Discount.LongSide(_longStaticQ40, rateQ46, _longMultiplierQ40, _longAddQ46, tauYearsQ46);

    /// <summary>The factor of a value below zero, scale 2^40.</summary>
    internal long Short(long rateQ46, long tauYearsQ46) =>
        Discount.ShortSide(_shortStaticQ40, rateQ46, _shortMultiplierQ40, _shortAddQ46, tauYearsQ46);
}
