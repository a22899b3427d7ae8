using System.Collections.Generic;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;

namespace Verifiable.Tests.Engine.Margin.Derive;

/// <summary>One option of a case with the market it is valued in.</summary>
internal sealed record CaseOption(
    string Underlying,
    long Seconds,
    decimal Strike,
    bool IsCall,
    decimal Amount,
    decimal Volatility,
    decimal VolatilityConfidence);

/// <summary>The feed of one expiry.</summary>
internal sealed record CaseExpiry(
    long Seconds, decimal Forward, decimal FixedPart, decimal Rate, decimal Confidence);

/// <summary>One underlying of a case, with the account's perpetuals and coins of it.</summary>
internal sealed record CaseUnderlying(
    string Name,
    decimal Spot,
    decimal SpotConfidence,
    decimal PerpetualPrice,
    decimal PerpetualConfidence,
    IReadOnlyList<CaseExpiry> Expiries,
    IReadOnlyList<(decimal Amount, decimal Entry)> Perpetuals,
    decimal Base);

/// <summary>Makes a snapshot and a book from what a case says.</summary>
internal static class CaseBuilder
{
    public static readonly AssetId Usd = Name.Asset("USD");
    public static readonly AssetId Usdc = Name.Asset("USDC");
    private static readonly Instant Now = new(1_672_531_200);

    public static MarketSnapshot Market(
        IEnumerable<CaseUnderlying> underlyings, IReadOnlyList<CaseOption> options, decimal stablePrice)
    {
        CaseUnderlying[] all = [.. underlyings.OrderBy(static row => row.Name)];
        IEnumerable<AssetPrice> assets = all
            .Select(static row => new AssetPrice(
                Name.Asset(row.Name), CaseNumber.Ratio(row.Spot), CaseNumber.Ratio(row.SpotConfidence), Now))
            .Append(new AssetPrice(Usdc, CaseNumber.Ratio(stablePrice), new Ratio(Ratio.One), Now));
        return new MarketSnapshot(
            Now,
            Usd,
            [.. assets.OrderBy(static row => row.Asset.Letters)],
            [.. all.Select(row => Underlying(row, options))]);
    }

    public static Book Book(
        IEnumerable<CaseUnderlying> underlyings, IReadOnlyList<CaseOption> options, decimal cash)
    {
        IEnumerable<Position> rows = options
            .GroupBy(static option => InstrumentOf(option))
            .Select(static same => new Position(
                same.Key, CaseNumber.Quantity(same.Sum(static option => option.Amount)), default, default));
        List<CollateralBalance> collateral = [];
        foreach (CaseUnderlying underlying in underlyings)
        {
            rows = rows.Concat(Perpetuals(underlying));
            if (underlying.Base != 0)
            {
                collateral.Add(new CollateralBalance(
                    Name.Asset(underlying.Name), CaseNumber.Quantity(underlying.Base)));
            }
        }

        return new Book(
            default,
            0,
            CaseNumber.Money(cash),
            [.. collateral.OrderBy(static row => row.Asset.Letters)],
            [.. rows.Where(static row => row.Quantity.Raw != 0).OrderBy(static row => row.Instrument)]);
    }

    private static IEnumerable<Position> Perpetuals(CaseUnderlying underlying) =>
        underlying.Perpetuals.Select(perpetual => new Position(
            InstrumentId.Create(
                Name.Underlying(underlying.Name), Usd, Settlement.Linear, default, default, InstrumentKind.Perpetual),
            CaseNumber.Quantity(perpetual.Amount),
            CaseNumber.Price(perpetual.Entry),
            default));

    private static UnderlyingMarket Underlying(CaseUnderlying row, IReadOnlyList<CaseOption> options) => new(
        Name.Underlying(row.Name),
        CaseNumber.Price(row.Spot),
        CaseNumber.Ratio(row.SpotConfidence),
        Now,
        default,
        new PerpetualMarket(
            CaseNumber.Price(row.PerpetualPrice), default, CaseNumber.Ratio(row.PerpetualConfidence), Now),
        [.. row.Expiries.OrderBy(static expiry => expiry.Seconds).Select(expiry => Expiry(
            expiry, [.. options.Where(option => option.Underlying == row.Name && option.Seconds == expiry.Seconds)]))]);

    /// <summary>An expiry is trusted as its least trusted held volatility is.</summary>
    private static ExpiryMarket Expiry(CaseExpiry expiry, CaseOption[] held) => new(
        new Instant(Now.Seconds + expiry.Seconds),
        CaseNumber.Price(expiry.Forward),
        CaseNumber.Price(expiry.FixedPart),
        CaseNumber.Ratio(expiry.Rate),
        CaseNumber.Ratio(held.Select(static option => option.VolatilityConfidence).Append(expiry.Confidence).Min()),
        Now,
        default,
        new VolatilitySurface(
            [.. held.DistinctBy(static option => option.Strike)
                .OrderBy(static option => option.Strike)
                .Select(static option => new VolatilityPoint(
                    CaseNumber.Price(option.Strike), new Volatility(CaseNumber.Ratio(option.Volatility).Raw)))],
            null));

    private static InstrumentId InstrumentOf(CaseOption option) => InstrumentId.Create(
        Name.Underlying(option.Underlying),
        Usd,
        Settlement.Linear,
        new Instant(Now.Seconds + option.Seconds),
        CaseNumber.Price(option.Strike),
        option.IsCall ? InstrumentKind.Call : InstrumentKind.Put);
}
