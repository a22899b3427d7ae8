using System;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;

namespace Verifiable.Engine.Risk;

/// <summary>
/// The derivatives of one unit of an instrument's value over its forward, discounted: Black-76 with total volatility v,
/// density phi and k = K / F; the value of a coin-settled option is the linear one over F.
/// </summary>
/// <remarks>
/// At v up to 2^-14 a value is its intrinsic one, and so are these: a step in delta, and nothing else. Above it they are
/// off by less than what is stated with e = 2^-42 (1 + 1 / v), since logarithms and v have units of 2^-46; discounting
/// adds 2^-40 over the discount, relative. The test over tests/vectors/greeks prints how much of that is used.
/// </remarks>
/// <param name="DeltaQ46">
/// Linear: Phi(d1) of a call, -Phi(-d1) of a put, within e. Coin-settled: k Phi(d2), -k Phi(-d2), within e max(1, k).
/// </param>
/// <param name="CurvatureQ46">phi(d1) / v, within e (1 + 1 / v); nothing for a linear instrument.</param>
/// <param name="VegaQ56">phi(d1) sqrt(t), within e sqrt(t).</param>
/// <param name="DecayQ44">phi(d1) sigma / (2 sqrt(t)), within e sigma / sqrt(t).</param>
internal readonly record struct UnitGreeks(long DeltaQ46, long CurvatureQ46, long VegaQ56, long DecayQ44)
{
    private const long OneQ46 = 1L << 46;

    /// <summary>d1 beyond which density and distribution do not change any more.</summary>
    private const long LimitQ46 = 16L << 46;

    /// <summary>A unit of the underlying: it moves as the forward does, whatever the volatility.</summary>
    internal static UnitGreeks Linear => new(OneQ46, 0, 0, 0);

    /// <summary>An option.</summary>
    /// <param name="option">The option.</param>
    /// <param name="terms">What its expiry shares.</param>
    internal static UnitGreeks OfOption(InstrumentId option, in ExpiryTerms terms)
    {
        long sigmaQ46 = terms.SqrtTauQ46 == 0 ? 0 : VolatilityOf.Find(terms.Listed!, option.Strike);
        long vQ46 = Black76.TotalVolatility(sigmaQ46, terms.SqrtTauQ46);
        UnitGreeks undiscounted = vQ46 <= Black76.LeastVolatilityQ46
            ? Intrinsic(option, terms.Forward.Raw)
            : OfBlack(option, terms, sigmaQ46, vQ46);
        return new UnitGreeks(
            MulShift.Clamp(undiscounted.DeltaQ46, terms.DiscountQ40, 40, MoneyRange.Limit),
            MulShift.Clamp(undiscounted.CurvatureQ46, terms.DiscountQ40, 40, MoneyRange.Limit),
            MulShift.Clamp(undiscounted.VegaQ56, terms.DiscountQ40, 40, MoneyRange.Limit),
            MulShift.Clamp(undiscounted.DecayQ44, terms.DiscountQ40, 40, MoneyRange.Limit));
    }

    private static UnitGreeks OfBlack(InstrumentId option, in ExpiryTerms terms, long sigmaQ46, long vQ46)
    {
        long logMoneynessQ46 = Logarithm.Natural(terms.Forward.Raw) - Logarithm.Natural(option.Strike.Raw);
        long d1Q46 = DivideShift.Clamp((Int128)logMoneynessQ46 << 46, vQ46, LimitQ46) + Bits.ShiftRight(vQ46, 1);
        bool isCoin = option.Settlement == Settlement.Inverse;
        long centredQ52 = NormalDistribution.Centred(isCoin ? d1Q46 - vQ46 : d1Q46);
        long weightQ52 = option.Kind == InstrumentKind.Call
            ? centredQ52 + NormalDistribution.HalfQ52
            : centredQ52 - NormalDistribution.HalfQ52;
        long ratioQ46 = isCoin ? Cell.StrikeRatioCeil(option.Strike.Raw, terms.Forward.Raw) : OneQ46;
        long densityQ61 = NormalDensity.OfQ61(d1Q46);
        return new UnitGreeks(
            MulShift.Clamp(ratioQ46, weightQ52, 52, MoneyRange.Limit),
            DivideShift.Clamp((Int128)densityQ61 << 31, vQ46, MoneyRange.Limit),
            MulShift.Clamp(densityQ61, terms.SqrtTauQ46, 51, MoneyRange.Limit),
            DivideShift.Clamp(Math.BigMul(densityQ61, sigmaQ46) >> 17, terms.SqrtTauQ46 << 1, MoneyRange.Limit));
    }

    /// <summary>In the money an option is the forward, or the strike owed; elsewhere it is nothing.</summary>
    private static UnitGreeks Intrinsic(InstrumentId option, long forward)
    {
        bool isCall = option.Kind == InstrumentKind.Call;
        bool isInTheMoney = isCall ? forward > option.Strike.Raw : forward < option.Strike.Raw;
        long ratioQ46 = option.Settlement == Settlement.Inverse
            ? Cell.StrikeRatioCeil(option.Strike.Raw, forward)
            : OneQ46;
        return new UnitGreeks(!isInTheMoney ? 0 : isCall ? ratioQ46 : -ratioQ46, 0, 0, 0);
    }
}
