using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;

namespace Verifiable.Tests.Engine.Oracle;

/// <summary>
/// The whole margin in double precision, written from the model's published description and not from the engine: a
/// second opinion with a bound that counts every one of the engine's roundings.
/// </summary>
internal sealed class MarginOracle
{
    private readonly ModelParameters _model;
    private readonly MarketSnapshot _market;
    private readonly ScenarioSet _scenarios;
    private readonly Book _book;
    private readonly double _money;
    private readonly List<OracleRow> _rows;
    private readonly List<(AssetId Asset, Approx Amount, double Confidence)> _collateral;

    public MarginOracle(MarginCase inputs)
    {
        (_market, _model, _scenarios, _book) = inputs;
        _money = _model.Settlement.ToString().StartsWith("USD", StringComparison.Ordinal) ? 1e6 : 1e9;
        _collateral = [.. _book.Collateral.Where(static balance => balance.Amount.Raw != 0).Select(Valued)];
        IEnumerable<OracleRow> cancelling = _collateral
            .Select(row => (_model.Haircuts.Single(rule => rule.Asset == row.Asset).RiskCancels, row.Amount))
            .Where(static row => row.RiskCancels.Letters != 0)
            .Select(row => OracleRow.OfCollateral(row.RiskCancels, row.Amount, _market));
        _rows = [.. _book.Positions.Select(position => OracleRow.Of(position, _market, _money)), .. cancelling];
    }

    public OracleResult Compute()
    {
        Approx[] totals = [.. Enumerable.Range(0, _scenarios.Scenarios.Length).Select(Total)];
        OracleExpiry[] expiries = [.. Expiries(_rows)];
        Approx basis = expiries.Aggregate((Approx)0, static (sum, expiry) => sum + expiry.Basis());
        Approx equity = expiries.Select(static expiry => expiry.Today())
            .Concat(_rows.Select(static row => row.Settled))
            .Concat(_collateral.Select(static row => row.Amount))
            .Aggregate((Approx)_book.Cash.Raw, static (sum, part) => sum + part);
        double worst = totals.Min(static total => total.Value);
        Approx loss = Approx.Max(basis, new Approx(Math.Max(0, -worst), totals.Max(static total => total.Slack)));
        return new OracleResult(
            equity,
            totals,
            basis,
            Stages(loss, _model.Multiplier.Initial, _model.Multiplier.Maintenance),
            new OracleStages((loss * LostPeg()).Rounded(), 0),
            OnSize(AtSpot(Perpetuals), _model.Perpetual),
            OnSize(AtSpot(OracleRow.Naked), _model.ShortOption),
            new OracleStages(LowConfidence() + CollateralParts().Confidence, 0),
            CollateralParts().Haircut);
    }

    private (AssetId, Approx, double) Valued(CollateralBalance balance)
    {
        double confidence = 1;
        double price = 1;
        if (balance.Asset != _model.Settlement)
        {
            AssetPrice listed = _market.Assets.Single(row => row.Asset == balance.Asset);
            confidence = Number.Of(listed.Confidence);
            price = Number.Of(listed.Price) / (_model.Settlement == _model.StableAsset ? StablePrice() : 1);
        }

        double amount = Number.Of(balance.Amount) * _money;
        return (balance.Asset, new Approx(amount * price, amount * 1e-12).Rounded(), confidence);
    }

    private double StablePrice() => Number.Of(_market.Assets.Single(row => row.Asset == _model.StableAsset).Price);

    private Approx LostPeg() => new(
        Math.Max(0, Number.Of(_model.Peg.Threshold) - StablePrice()) * Number.Of(_model.Peg.Factor),
        4 * OptionOracle.UnitQ40 * (1 + Number.Of(_model.Peg.Factor)));

    private IEnumerable<OracleExpiry> Expiries(IEnumerable<OracleRow> rows) => rows
        .Where(static row => row.Instrument.IsOption)
        .GroupBy(static row => row.Group)
        .Select(group => new OracleExpiry([.. group], _market.ObservedAt, _model, _scenarios));

    /// <summary>One scenario: expiries, then what moves with the spot, dampened by underlying, then all.</summary>
    private Approx Total(int scenario) => _rows
        .GroupBy(static row => row.Instrument.Underlying)
        .Aggregate((Approx)0, (sum, rows) => sum + Underlying(scenario, rows));

    private Approx Underlying(int scenario, IEnumerable<OracleRow> rows)
    {
        Approx sum = Expiries(rows).Aggregate((Approx)0, (total, expiry) => total + expiry.Profit(scenario));
        foreach (OracleRow row in rows.Where(static row => !row.Instrument.IsOption))
        {
            Approx factor = FactorOf(row, scenario);
            Approx cell = row.IsCoin ? 1 - OptionOracle.InCoin(1, factor) : factor - 1;
            sum += (row.Notional * cell).Rounded();
        }

        return (sum * Number.OfQ40(_scenarios.Scenarios[scenario].DampeningQ40)).Rounded();
    }

    private Approx FactorOf(OracleRow row, int scenario)
    {
        int factor = _scenarios.Factors.IndexOf(row.Instrument.Underlying);
        Approx spot = OptionOracle.Spot(_model, _scenarios.Scenarios[scenario], factor, row.Listed);
        double settled = row.Expiry is null ? 0
            : row.Expiry.SettlementPrice.Raw > 0 ? row.Mark : Number.Of(row.Expiry.SettledPart);
        return OptionOracle.Factor(row.Mark, settled, spot);
    }

    private static double Perpetuals(IEnumerable<OracleRow> rows) =>
        Gross(rows.Where(static row => row.Instrument.Kind == InstrumentKind.Perpetual));

    private static double Gross(IEnumerable<OracleRow> rows) =>
        rows.Where(static row => row.Instrument.Kind != InstrumentKind.Spot).Sum(static row => Math.Abs(row.Quantity));

    private Approx AtSpot(Func<IEnumerable<OracleRow>, double> size) => _rows
        .GroupBy(static row => row.Group)
        .Aggregate((Approx)0, (sum, group) => sum + AtSpot(group, size(group)));

    /// <summary>A size in money: at spot, or the coins themselves.</summary>
    private Approx AtSpot(IEnumerable<OracleRow> group, double size) => new Approx(
        size * _money * (group.First().IsCoin ? 1 : Number.Of(group.First().Listed.Spot)), 0).Rounded();

    private Approx LowConfidence() => _rows.GroupBy(static row => row.Group).Aggregate((Approx)0, (sum, group) =>
    {
        OracleRow first = group.First();
        double own = first.Instrument.Kind switch
        {
            InstrumentKind.Spot => 1,
            InstrumentKind.Perpetual => Number.Of(first.Listed.Perpetual!.Confidence),
            _ => Number.Of(first.Expiry!.Confidence),
        };
        double confidence = Math.Min(own, Number.Of(first.Listed.SpotConfidence));
        return sum + (AtSpot(group, Gross(group)) * Doubt(confidence, Number.Of(_model.Confidence.Factor))).Rounded();
    });

    private Approx Doubt(double confidence, double factor) => confidence < Number.Of(_model.Confidence.Threshold)
        ? new Approx((1 - confidence) * factor, 4 * OptionOracle.UnitQ40 * (1 + factor))
        : 0;

    /// <summary>
    /// Haircut and confidence of collateral and of long spot rows, trusted no more than the spot of any held
    /// underlying.
    /// </summary>
    private (OracleStages Haircut, Approx Confidence) CollateralParts()
    {
        double spot = _rows.Select(static row => Number.Of(row.Listed.SpotConfidence)).Append(1).Min();
        IEnumerable<(AssetId Asset, Approx Amount, double Confidence)> spotRows = _rows
            .Where(static row => row.Instrument.Kind == InstrumentKind.Spot && row.Quantity > 0)
            .Select(static row => (new AssetId(row.Instrument.Underlying.Letters), row.Notional, 1.0));
        OracleStages haircut = default;
        Approx doubt = 0;
        foreach ((AssetId asset, Approx amount, double confidence) in _collateral.Concat(spotRows))
        {
            CollateralRule rule = _model.Haircuts.Where(row => row.Asset == asset)
                .DefaultIfEmpty(
                    new CollateralRule(asset, new StagedRatio(default, new Ratio(Ratio.One)), default, default))
                .Single();
            Approx maintenance = (amount * Share(rule.Haircut.Maintenance)).Rounded();
            haircut += new OracleStages((amount * Share(rule.Haircut.Initial)).Rounded() + maintenance, maintenance);
            doubt += (amount * Doubt(Math.Min(confidence, spot), Number.Of(rule.ConfidenceFactor))).Rounded();
        }

        return (haircut, doubt);
    }

    private static Approx Share(Ratio ratio) => new(Number.Of(ratio), OptionOracle.UnitQ40);

    private static OracleStages Stages(Approx amount, Ratio initial, Ratio maintenance) =>
        new((amount * Share(initial)).Rounded(), (amount * Share(maintenance)).Rounded());

    /// <summary>Initial counts on top of maintenance.</summary>
    private static OracleStages OnSize(Approx size, StagedRatio share)
    {
        OracleStages stages = Stages(size, share.Initial, share.Maintenance);
        return stages with { Initial = stages.Initial + stages.Maintenance };
    }
}
