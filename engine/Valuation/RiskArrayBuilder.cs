using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;

namespace Verifiable.Engine.Valuation;

/// <summary>Reads market and model once, groups the instruments, and fills the risk array.</summary>
internal sealed class RiskArrayBuilder(
    MarketSnapshot market,
    ModelParameters model,
    ScenarioSet scenarios,
    bool discountsValues)
{
    private const long OneQ40 = 1L << 40;

    private readonly List<UnderlyingTerms> _underlyings = [];
    private readonly List<ExpiryTerms> _groups = [];
    private readonly bool _residuals = scenarios.HasResiduals;

    internal RiskArray Build(ReadOnlySpan<InstrumentId> instruments)
    {
        List<RiskRow> rows = new(instruments.Length);
        int strikes = -1;
        for (int at = 0; at < instruments.Length; at++)
        {
            InstrumentId instrument = instruments[at];
            if (at == 0 || !instruments[at - 1].SharesExpiryWith(instrument))
            {
                _groups.Add(TermsOf(instruments[at..]));
            }

            strikes += instrument.IsOption && !(at > 0 && IsSameStrike(instruments[at - 1], instrument)) ? 1 : 0;
            InstrumentPlace place = new(at, instrument.IsOption ? strikes : -1, instrument.Kind);
            Assumptions assumed = AssumedOf(instrument, CollectionsMarshal.AsSpan(_groups)[^1]);
            RiskRow row = new(instrument, _groups.Count - 1, assumed, place);
            rows.Add(row);
            if ((assumed & ~Assumptions.Unsettled) != 0)
            {
                rows.Add(row);
            }
        }

        RiskArray array = new(market, model, scenarios, discountsValues, [.. _underlyings], [.. _groups], [.. rows]);
        new RiskArrayFill(array).Fill();
        array.Widen();
        return array;
    }

    private static bool IsSameStrike(InstrumentId left, InstrumentId right) =>
        left.SharesExpiryWith(right) && left.Strike == right.Strike;

    private UnderlyingTerms UnderlyingOf(UnderlyingId underlying)
    {
        if (_underlyings.Count == 0 || _underlyings[^1].Underlying != underlying)
        {
            UnderlyingMarket? listed = null;
            foreach (UnderlyingMarket candidate in market.Underlyings)
            {
                listed = candidate.Underlying == underlying ? candidate : listed;
            }

            _underlyings.Add(TermsOf(underlying, listed));
        }

        return _underlyings[^1];
    }

    /// <summary>
    /// An underlying with its volatility. Where today's is not listed, a dynamic model takes the largest of the three
    /// that it compares with.
    /// </summary>
    private UnderlyingTerms TermsOf(UnderlyingId underlying, UnderlyingMarket? listed)
    {
        int factor = scenarios.Factors.IndexOf(underlying);
        long todayQ46 = Scale.Clamp(listed?.TodayVolatility.Raw ?? 0, 46);
        foreach (DynamicRule rule in model.Dynamic.Underlyings)
        {
            if (rule.Underlying == underlying)
            {
                long stressedQ46 = Scale.Clamp(rule.Stressed.Raw, 46);
                long floorQ46 = Scale.Clamp(rule.Floor.Raw, 46);
                long releaseQ46 = Scale.Clamp(rule.Release.Raw, 46);
                long sigmaQ46 = AntiProcyclicality.Volatility(
                    todayQ46 > 0 ? todayQ46 : Max(stressedQ46, Max(floorQ46, releaseQ46)),
                    stressedQ46,
                    Scale.Convert(model.Dynamic.StressedShare.Raw, 40),
                    floorQ46,
                    Scale.Convert(model.Dynamic.Buffer.Raw, 40),
                    releaseQ46);
                long scaleQ40 = AntiProcyclicality.ScaleCeil(sigmaQ46, Scale.Clamp(rule.Reference.Raw, 46));
                return new UnderlyingTerms(underlying, listed, factor, sigmaQ46, scaleQ40, todayQ46 == 0);
            }
        }

        return new UnderlyingTerms(underlying, listed, factor, todayQ46, OneQ40, _residuals && todayQ46 == 0);
    }

    /// <summary>The terms of the group that the first of the remaining instruments begins.</summary>
    private ExpiryTerms TermsOf(ReadOnlySpan<InstrumentId> remaining)
    {
        UnderlyingTerms underlying = UnderlyingOf(remaining[0].Underlying);
        return remaining[0].Expiry.Seconds == 0
            ? WithoutExpiry(remaining[0], underlying)
            : WithExpiry(remaining, underlying);
    }

    private ExpiryTerms WithoutExpiry(InstrumentId instrument, UnderlyingTerms underlying)
    {
        UnderlyingMarket? listed = underlying.Market;
        bool isPerpetual = instrument.Kind == InstrumentKind.Perpetual;
        bool known = listed is not null && underlying.Factor >= 0 && (!isPerpetual || listed.Perpetual is not null);
        Price price = isPerpetual && listed?.Perpetual is not null ? listed.Perpetual.Price : listed?.Spot ?? default;
        long confidence = listed is null ? 0 : Scale.Convert(listed.SpotConfidence.Raw, 40);
        if (isPerpetual && listed?.Perpetual is not null)
        {
            confidence = Min(confidence, Scale.Convert(listed.Perpetual.Confidence.Raw, 40));
        }

        return new ExpiryTerms(
            instrument, _underlyings.Count - 1, price, default, 0, 0, 0, OneQ40, 0, OneQ40, confidence, null, known);
    }

    private ExpiryTerms WithExpiry(ReadOnlySpan<InstrumentId> remaining, UnderlyingTerms underlying)
    {
        InstrumentId instrument = remaining[0];
        ExpiryMarket? listed = null;
        foreach (ExpiryMarket candidate in underlying.Market?.Expiries ?? [])
        {
            listed = candidate.Expiry == instrument.Expiry ? candidate : listed;
        }

        if (listed is null || underlying.Factor < 0)
        {
            Price stand = listed?.Forward ?? underlying.Market?.Spot ?? LowestStrike(remaining);
            return new ExpiryTerms(
                instrument, _underlyings.Count - 1, stand, default, 0, 0, 0, OneQ40, 0, OneQ40, 0, null, false);
        }

        bool settled = listed.SettlementPrice.Raw > 0;
        Price forward = settled ? listed.SettlementPrice : listed.Forward;
        long seconds = settled ? 0 : Max(0, instrument.Expiry.Seconds - market.ObservedAt.Seconds);
        long scenarioSeconds = Max(0, seconds - model.HorizonSeconds);
        long tauYearsQ46 = Black76.Years(seconds);
        VolatilityShockParameters shock = model.VolatilityShock;
        long confidence = Min(
            Scale.Convert(underlying.Market!.SpotConfidence.Raw, 40), Scale.Convert(listed.Confidence.Raw, 40));
        return new ExpiryTerms(
            instrument,
            _underlyings.Count - 1,
            forward,
            settled ? forward : listed.SettledPart,
            Black76.SquareRootOfYears(seconds),
            Black76.SquareRootOfYears(scenarioSeconds),
            tauYearsQ46,
            discountsValues ? Discount.Factor(Scale.Clamp(listed.Rate.Raw, 46), tauYearsQ46) : OneQ40,
            BasisContingency.FactorCeil(
                Scale.Convert(model.Basis.Add.Raw, 40), Scale.Convert(model.Basis.Multiplier.Raw, 40), tauYearsQ46),
            VolatilityShock.TermScale(
                seconds,
                shock.FloorSeconds,
                Scale.Clamp(shock.ShortPower.Raw, 46),
                Scale.Clamp(shock.LongPower.Raw, 46)),
            confidence,
            listed,
            true);
    }

    /// <summary>
    /// The lowest strike of the group that the first instrument begins: what stands for a forward that nothing tells. A
    /// group without options marks to entries and never reads it.
    /// </summary>
    private static Price LowestStrike(ReadOnlySpan<InstrumentId> remaining)
    {
        foreach (InstrumentId instrument in remaining)
        {
            if (instrument.IsOption && instrument.SharesExpiryWith(remaining[0]))
            {
                return instrument.Strike;
            }
        }

        return default;
    }

    private Assumptions AssumedOf(InstrumentId instrument, in ExpiryTerms group)
    {
        bool priced = group.Known
            && (!instrument.IsOption || instrument.Expiry <= market.ObservedAt || HasVolatility(instrument, group));
        if (!priced)
        {
            return Assumptions.InstrumentMissing;
        }

        // A settled expiry moves in no scenario.
        Assumptions today = _underlyings[group.Underlying].NeedsToday && !group.IsSettled
            ? Assumptions.TodayVolatilityMissing
            : Assumptions.None;
        if (instrument.IsOption && Cell.OutsideListingRange(instrument.Strike.Raw, group.Forward.Raw))
        {
            return today | Assumptions.MoneynessBound;
        }

        bool expired = instrument.Expiry.Seconds != 0 && instrument.Expiry <= market.ObservedAt;
        return expired && !group.IsSettled ? today | Assumptions.Unsettled : today;
    }

    private static bool HasVolatility(InstrumentId instrument, in ExpiryTerms group) =>
        group.IsSettled || VolatilityOf.IsListed(group.Listed!, instrument.Strike);

    private static long Min(long left, long right) => left < right ? left : right;

    private static long Max(long left, long right) => left > right ? left : right;
}
