using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;

namespace Verifiable.Benchmarks.Inputs;

/// <summary>
/// What the kernel has to compute of some options before their cells: an expiry's terms, an option's logarithm, strike
/// ratio and five volatilities with their inverses. Nothing is looked up, allocated or stored: no arrangement of the same
/// functions takes less.
/// </summary>
internal sealed class OptionTerms
{
    private const long OneQ40 = 1L << 40;

    private readonly Expiry[] _expiries;
    private readonly VolatilityShockParameters _shock = Chain.ScanModel.VolatilityShock;
    private readonly SkewParameters _skew = Chain.ScanModel.Skew;

    internal OptionTerms(InstrumentId[] options)
    {
        UnderlyingMarket listed = Chain.Market.Underlyings[0];
        _expiries = [.. options.GroupBy(static option => option.Expiry.Seconds).Select(group =>
        {
            ExpiryMarket expiry = listed.Expiries.Single(one => one.Expiry.Seconds == group.Key);
            return new Expiry(
                group.Key - Chain.Market.ObservedAt.Seconds,
                expiry.Forward.Raw,
                expiry.Rate.Raw,
                [.. group.Select(option => new Option(
                    option.Strike.Raw,
                    expiry.Surface.Strikes.Single(point => point.Strike == option.Strike).Volatility.Raw))]);
        })];
    }

    /// <summary>Computes all of it; the result is of no use but that nothing can be left out.</summary>
    internal long Compute()
    {
        long sum = 0;
        foreach (Expiry expiry in _expiries)
        {
            sum ^= Compute(expiry);
        }

        return sum;
    }

    private long Compute(Expiry expiry)
    {
        long yearsQ46 = Black76.Years(expiry.Seconds);
        long rootQ46 = Black76.SquareRootOfYears(expiry.Seconds);
        long rateQ46 = Scale.Clamp(expiry.Rate, 46);
        long termScaleQ40 = VolatilityShock.TermScale(
            expiry.Seconds,
            _shock.FloorSeconds,
            Scale.Clamp(_shock.ShortPower.Raw, 46),
            Scale.Clamp(_shock.LongPower.Raw, 46));
        long logForwardQ46 = Logarithm.Natural(expiry.Forward);
        long sum = Discount.Factor(rateQ46, yearsQ46)
            ^ Discount.LongSide(OneQ40, rateQ46, OneQ40, 0, yearsQ46)
            ^ Discount.ShortSide(OneQ40, rateQ46, OneQ40, 0, yearsQ46);
        foreach (Option option in expiry.Options)
        {
            long sigmaQ46 = Scale.Clamp(option.Volatility, 46);
            long logStrikeQ46 = Logarithm.Natural(option.Strike) - logForwardQ46;
            sum ^= Cell.StrikeRatioCeil(option.Strike, expiry.Forward)
                ^ Inverse(sigmaQ46, rootQ46)
                ^ Inverse(VolatilityShock.Up(sigmaQ46, _shock.Up.Raw, termScaleQ40, 0), rootQ46)
                ^ Inverse(VolatilityShock.Down(sigmaQ46, _shock.Down.Raw, termScaleQ40), rootQ46)
                ^ Inverse(Skewed(sigmaQ46, logStrikeQ46, rootQ46), rootQ46)
                ^ Inverse(Skewed(sigmaQ46, logStrikeQ46 < 0 ? -logStrikeQ46 : logStrikeQ46, rootQ46), rootQ46);
        }

        return sum;
    }

    private long Skewed(long sigmaQ46, long logStrikeQ46, long rootQ46) => VolatilityShock.Skew(
        sigmaQ46,
        logStrikeQ46,
        rootQ46,
        _skew.LinearSlope.Raw,
        _skew.LinearBase.Raw,
        _skew.MinimumWidth.Raw,
        _skew.WidthScale.Raw,
        _skew.VolatilityStatic.Raw,
        _skew.VolatilityScale.Raw);

    private static long Inverse(long sigmaQ46, long rootQ46) =>
        Black76.Reciprocal(Black76.TotalVolatility(sigmaQ46, rootQ46));

    private sealed record Expiry(long Seconds, long Forward, long Rate, Option[] Options);

    private readonly record struct Option(long Strike, long Volatility);
}
