using System;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Liquidation;

/// <summary>How far liquidations move a price: linearly in what is sold, up to a cap in one round.</summary>
/// <remarks>
/// move = -sign(sold) min(cap, floor(|sold| perMillion / (10^6 10^moneyDecimals))) in units of 1e-12, where sold is
/// the delta of all slices of a round in one underlying, in raw money: liquidators unwind against the market what they
/// take, and cross with each other what cancels. Monotone in size. Linear temporary impact is the common first model of
/// execution cost (Almgren and Chriss, 2000); the number itself is the user's.
/// </remarks>
/// <param name="PerMillion">Relative move for each million of the settlement currency that is sold.</param>
/// <param name="Cap">The largest move of one round, below 1.</param>
public sealed record PriceImpact(Ratio PerMillion, Ratio Cap)
{
    private const int MillionPlaces = 6;

    /// <summary>Selling that moves nothing.</summary>
    public static PriceImpact None { get; } = new(default, default);

    /// <summary>The relative move, towards zero.</summary>
    /// <param name="sold">Net delta that is sold, raw money; negative is bought.</param>
    /// <param name="moneyDecimals">Places of the settlement currency.</param>
    public Ratio MoveOf(Int128 sold, int moneyDecimals)
    {
        long size = MoneyRange.Clamp(sold < 0 ? -sold : sold);
        long linear = MoneyRange.Floor((Int128)size * PerMillion.Raw, MillionPlaces + moneyDecimals);
        long capped = linear < Cap.Raw ? linear : Cap.Raw;
        return new Ratio(sold > 0 ? -capped : capped);
    }
}
