using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;

namespace Verifiable.Documents.Importers;

/// <summary>One option under the engine's kernel, at its row's own forward and time, for any volatility.</summary>
/// <remarks>Values are undiscounted, per unit of forward, Q40: an inverse option's price in coin is that.</remarks>
public readonly struct OptionValuation
{
    private const int VolatilityBits = 46;

    private readonly bool _isCall;
    private readonly long _strikeRatioQ46;
    private readonly long _logMoneynessQ46;
    private readonly long _sqrtTauQ46;

    /// <summary>Prepares what does not depend on the volatility.</summary>
    /// <param name="instrument">An option.</param>
    /// <param name="underlying">Its forward, positive.</param>
    /// <param name="seconds">Seconds to its expiry.</param>
    /// <param name="rate">The continuously compounded rate behind its mark; a negative one counts as none.</param>
    public OptionValuation(InstrumentId instrument, Price underlying, long seconds, Ratio rate)
    {
        _isCall = instrument.Kind == InstrumentKind.Call;
        _strikeRatioQ46 = Cell.StrikeRatioCeil(instrument.Strike.Raw, underlying.Raw);
        _logMoneynessQ46 = Logarithm.Natural(underlying.Raw) - Logarithm.Natural(instrument.Strike.Raw);
        _sqrtTauQ46 = Black76.SquareRootOfYears(seconds);
        DiscountQ40 = Discount.Factor(Scale.Convert(rate.Raw, VolatilityBits), Black76.Years(seconds));
        IsInDomain = !Cell.OutsideListingRange(instrument.Strike.Raw, underlying.Raw) && DiscountQ40 > 0;
    }

    /// <summary>Whether the kernel prices this strike against this forward and the discount is not nil.</summary>
    public bool IsInDomain { get; }

    /// <summary>The discount factor, Q40, 0 to 1.</summary>
    public long DiscountQ40 { get; }

    /// <summary>The least value: that of volatility zero, Q40.</summary>
    public long IntrinsicQ40 => Cell.BoundLong(_isCall, Cell.OneQ40, Cell.ToBoundRatioCeil(_strikeRatioQ46));

    /// <summary>The value at a volatility, Q40.</summary>
    public long CellQ40(Volatility volatility)
    {
        long vQ46 = Black76.TotalVolatility(Scale.Convert(volatility.Raw, VolatilityBits), _sqrtTauQ46);
        long rvQ38 = Black76.Reciprocal(vQ46);
        return _isCall
            ? Cell.Call(Cell.OneQ40, _strikeRatioQ46, _logMoneynessQ46, vQ46, rvQ38)
            : Cell.Put(Cell.OneQ40, _strikeRatioQ46, _logMoneynessQ46, vQ46, rvQ38);
    }
}
