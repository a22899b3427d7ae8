using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Calibration.Risk;

/// <summary>
/// The profit of a book in relative moves x of its underlyings, to second order: sum of delta x + gamma x^2 / 2.
/// Options are Black's on their forward, discounted; forwards move with the spot but for what is settled of them.
/// </summary>
/// <remarks>
/// A coin-settled value v(s) of the quote pays v(s) / s: from f = v / s follow f' = v' - v and f'' = v'' - 2 v' + 2 v
/// at s = 1, and of a future on the quote's 1 - 1 / s the derivatives 1 and -2.
/// </remarks>
/// <param name="Underlyings">The underlyings, ascending.</param>
/// <param name="Deltas">First derivatives, in units of the settlement currency.</param>
/// <param name="Gammas">Second derivatives; one underlying's move does not change another's delta.</param>
public sealed record BookSensitivities(
    ImmutableArray<UnderlyingId> Underlyings, Vector<double> Deltas, Vector<double> Gammas)
{
    private const double SecondsPerYear = 31_536_000;
    private const double RawPerUnit = 1e8;
    private const double RawPerRatio = 1e12;

    /// <summary>The sensitivities of a book that is listed.</summary>
    /// <param name="market">The snapshot.</param>
    /// <param name="book">The book; its collateral counts where it is in <paramref name="cancelling"/>.</param>
    /// <param name="underlyings">The underlyings that move, ascending.</param>
    /// <param name="cancelling">Collateral that moves with an underlying: amounts of it, by underlying.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.VolatilityMissing"/>: an option without one.</exception>
    public static BookSensitivities Of(
        MarketSnapshot market,
        Book book,
        ImmutableArray<UnderlyingId> underlyings,
        ImmutableArray<(UnderlyingId Underlying, Quantity Amount)> cancelling)
    {
        Vector<double> deltas = Vector<double>.Build.Dense(underlyings.Length);
        Vector<double> gammas = Vector<double>.Build.Dense(underlyings.Length);
        foreach (Position position in book.Positions)
        {
            UnderlyingMarket listed = Listed(market, position.Instrument.Underlying);
            (double delta, double gamma) = OfPosition(market, listed, position);
            int at = underlyings.IndexOf(listed.Underlying);
            deltas[at] += delta;
            gammas[at] += gamma;
        }

        foreach ((UnderlyingId underlying, Quantity amount) in cancelling)
        {
            deltas[underlyings.IndexOf(underlying)] += Units(amount.Raw) * Units(Listed(market, underlying).Spot.Raw);
        }

        return new BookSensitivities(underlyings, deltas, gammas);
    }

    private static UnderlyingMarket Listed(MarketSnapshot market, UnderlyingId underlying) =>
        market.Underlyings.First(row => row.Underlying == underlying);

    private static (double Delta, double Gamma) OfPosition(
        MarketSnapshot market, UnderlyingMarket listed, Position position)
    {
        InstrumentId instrument = position.Instrument;
        double quantity = Units(position.Quantity.Raw);
        if (instrument.IsOption)
        {
            return OfOption(market, listed, instrument, quantity);
        }

        ExpiryMarket? expiry = ExpiryOf(listed, instrument);
        double mark = instrument.Kind switch
        {
            InstrumentKind.Spot => Units(listed.Spot.Raw),
            InstrumentKind.Perpetual => Units(listed.Perpetual!.Price.Raw),
            _ => Units(expiry!.Forward.Raw),
        };
        double share = expiry is null ? 1 : MovingShare(expiry);
        return expiry?.SettlementPrice.Raw > 0 ? (0, 0)
            : instrument.Settlement == Settlement.Inverse
                ? (quantity * Units(position.EntryPrice.Raw) / mark * share,
                    -2 * quantity * Units(position.EntryPrice.Raw) / mark * share * share)
                : (quantity * mark * share, 0);
    }

    private static (double Delta, double Gamma) OfOption(
        MarketSnapshot market, UnderlyingMarket listed, InstrumentId instrument, double quantity)
    {
        ExpiryMarket expiry = ExpiryOf(listed, instrument)!;
        double years = (instrument.Expiry.Seconds - market.ObservedAt.Seconds) / SecondsPerYear;
        if (expiry.SettlementPrice.Raw > 0 || years <= 0)
        {
            return (0, 0);
        }

        double forward = Units(expiry.Forward.Raw);
        double rate = Math.Max(0, expiry.Rate.Raw / RawPerRatio);
        OptionSensitivities option = OptionSensitivities.Of(
            instrument.Kind == InstrumentKind.Call,
            forward,
            Units(instrument.Strike.Raw),
            rate,
            rate,
            years,
            VolatilityOf(expiry.Surface, instrument.Strike));
        double share = MovingShare(expiry);
        double delta = option.Delta * forward * share;
        double gamma = option.Gamma * forward * forward * share * share;
        return instrument.Settlement == Settlement.Inverse
            ? (quantity * (delta - option.Value) / forward,
                quantity * (gamma - (2 * delta) + (2 * option.Value)) / forward)
            : (quantity * delta, quantity * gamma);
    }

    /// <summary>The listed volatility, or the smile's: the square root of its total variance a year.</summary>
    private static double VolatilityOf(VolatilitySurface surface, Price strike)
    {
        if (surface.Svi is { } svi)
        {
            double centred = Math.Log((double)strike.Raw / svi.Forward.Raw) - (svi.M.Raw / RawPerRatio);
            double sigma = svi.Sigma.Raw / RawPerRatio;
            double wing = (svi.Rho.Raw / RawPerRatio * centred) + Math.Sqrt((centred * centred) + (sigma * sigma));
            double variance = (svi.A.Raw + (svi.B.Raw * wing)) / RawPerRatio;
            return Math.Sqrt(Math.Max(0, variance) * SecondsPerYear / svi.Tau);
        }

        VolatilityPoint? listed = surface.Strikes.Cast<VolatilityPoint?>()
            .FirstOrDefault(point => point!.Value.Strike == strike);
        return listed is { } found
            ? found.Volatility.Raw / RawPerRatio
            : throw new MarginException(
                ErrorCode.VolatilityMissing,
                string.Empty,
                "volatility",
                strike.Raw.ToString(CultureInfo.InvariantCulture),
                "a volatility for every held strike");
    }

    private static ExpiryMarket? ExpiryOf(UnderlyingMarket listed, InstrumentId instrument) =>
        listed.Expiries.FirstOrDefault(row => row.Expiry == instrument.Expiry);

    private static double MovingShare(ExpiryMarket expiry) =>
        (double)(expiry.Forward.Raw - expiry.SettledPart.Raw) / expiry.Forward.Raw;

    private static double Units(long raw) => raw / RawPerUnit;
}
