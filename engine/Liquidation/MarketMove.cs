using System;
using System.Collections.Immutable;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Liquidation;

/// <summary>The move of one underlying.</summary>
/// <param name="Underlying">The underlying.</param>
/// <param name="Move">Relative, as -0.2; more than -1.</param>
public readonly record struct UnderlyingMove(UnderlyingId Underlying, Ratio Move);

/// <summary>A snapshot after underlyings have moved.</summary>
/// <remarks>
/// Spot, perpetual, forwards and the asset of the same name become floor(price (1 + move)), at least one raw unit; the
/// settled part of a forward and a settlement price stay. Volatilities stay at their strikes, a smile at its forward:
/// sticky strike. Time, rates, confidences and funding stay.
/// </remarks>
public static class MarketMove
{
    /// <summary>The moved snapshot.</summary>
    /// <param name="market">The snapshot.</param>
    /// <param name="moves">At most one move an underlying; those of unlisted underlyings do nothing.</param>
    public static MarketSnapshot Apply(MarketSnapshot market, ReadOnlySpan<UnderlyingMove> moves)
    {
        MarketSnapshot moved = market;
        foreach (UnderlyingMove move in moves)
        {
            if (move.Move.Raw != 0)
            {
                moved = Apply(moved, move);
            }
        }

        return moved;
    }

    private static MarketSnapshot Apply(MarketSnapshot market, UnderlyingMove move)
    {
        ImmutableArray<AssetPrice>.Builder assets = market.Assets.ToBuilder();
        for (int at = 0; at < assets.Count; at++)
        {
            AssetPrice asset = assets[at];
            if (asset.Asset.Letters == move.Underlying.Letters && asset.Price.Raw > 0)
            {
                assets[at] = asset with { Price = new Ratio(Moved(asset.Price.Raw, move.Move)) };
            }
        }

        ImmutableArray<UnderlyingMarket>.Builder underlyings = market.Underlyings.ToBuilder();
        for (int at = 0; at < underlyings.Count; at++)
        {
            if (underlyings[at].Underlying == move.Underlying)
            {
                underlyings[at] = Apply(underlyings[at], move.Move);
            }
        }

        return market with { Assets = assets.ToImmutable(), Underlyings = underlyings.ToImmutable() };
    }

    private static UnderlyingMarket Apply(UnderlyingMarket listed, Ratio move)
    {
        ImmutableArray<ExpiryMarket>.Builder expiries = listed.Expiries.ToBuilder();
        for (int at = 0; at < expiries.Count; at++)
        {
            ExpiryMarket expiry = expiries[at];
            long variable = expiry.Forward.Raw - expiry.SettledPart.Raw;
            long forward = variable > 0 ? expiry.SettledPart.Raw + Moved(variable, move) : expiry.Forward.Raw;
            expiries[at] = expiry with { Forward = new Price(MoneyRange.Clamp(forward)) };
        }

        return listed with
        {
            Spot = new Price(Moved(listed.Spot.Raw, move)),
            Perpetual = listed.Perpetual is null
                ? null
                : listed.Perpetual with { Price = new Price(Moved(listed.Perpetual.Price.Raw, move)) },
            Expiries = expiries.ToImmutable(),
        };
    }

    /// <summary>floor(price (1 + move)), at least 1 and within the range of a price.</summary>
    private static long Moved(long price, Ratio move)
    {
        long moved = MoneyRange.Floor((Int128)price * (Ratio.One + move.Raw), Ratio.Decimals);
        return moved > 1 ? moved : 1;
    }
}
