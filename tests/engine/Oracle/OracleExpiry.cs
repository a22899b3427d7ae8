using System;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Tests.Engine.Oracle;

/// <summary>
/// The options of one expiry: their value today, their profit in a scenario, and the forward contingency.
/// </summary>
internal sealed class OracleExpiry(OracleRow[] rows, Instant now, ModelParameters model, ScenarioSet scenarios)
{
    private readonly ExpiryMarket _market = rows[0].Expiry!;
    private readonly double _seconds = rows[0].Expiry!.SettlementPrice.Raw > 0
        ? 0
        : Math.Max(0, rows[0].Expiry!.Expiry.Seconds - now.Seconds);

    private double Years => _seconds / OptionOracle.SecondsPerYear;

    public Approx Today() => Moved(0);

    public Approx Profit(int index)
    {
        Scenario scenario = scenarios.Scenarios[index];
        int factor = scenarios.Factors.IndexOf(rows[0].Instrument.Underlying);
        Shock shock = scenario.Shocks[factor];
        double rate = Number.Of(_market.Rate) + Number.Of(shock.RateShift);
        Approx undiscounted = Sum(
            scenario.Column,
            OptionOracle.Spot(model, scenario, factor, rows[0].Listed),
            Number.OfQ40(shock.VolatilityFactorQ40),
            model.HorizonSeconds);
        Approx discounted = (undiscounted * Discount(rate)).Rounded();
        Approx shocked = (discounted * (discounted.Value >= 0 ? LongSide(rate) : ShortSide(rate))).Rounded();

        // Near zero either side may be the engine's: the two differ by no more than the value's own slack times both.
        double eitherSide = discounted.Slack * (LongSide(rate).Value + ShortSide(rate).Value);
        shocked = shocked with { Slack = shocked.Slack + eitherSide };
        Approx profit = shocked - Today();
        bool rotates = scenario.Column is VolatilityColumn.LinearSkew or VolatilityColumn.AbsoluteSkew;
        return rotates ? profit with { Value = -Math.Abs(profit.Value) } : profit;
    }

    public Approx Basis()
    {
        Approx lower = Approx.Min(Moved(Number.Of(model.Basis.Up)), Moved(Number.Of(model.Basis.Down)));
        Approx loss = Approx.Max(0, Moved(0) - lower);
        Approx factor = new(
            Number.Of(model.Basis.Add) + (Number.Of(model.Basis.Multiplier) * Years),
            4 * OptionOracle.UnitQ40 * (1 + Years));
        return (loss * factor).Rounded();
    }

    /// <summary>The discounted value when spot alone moves.</summary>
    private Approx Moved(double move) =>
        (Sum(VolatilityColumn.None, 1 + move, 1, 0) * Discount(Number.Of(_market.Rate))).Rounded();

    private Approx Sum(VolatilityColumn column, Approx spotFactor, double ownFactor, long horizonSeconds)
    {
        Approx sum = 0;
        foreach (OracleRow row in rows)
        {
            sum += (row.Notional * Cell(row, column, spotFactor, ownFactor, horizonSeconds)).Rounded();
        }

        return sum;
    }

    private Approx Cell(
        OracleRow row, VolatilityColumn column, Approx spotFactor, double ownFactor, long horizonSeconds)
    {
        double forward = row.Mark;
        double strike = Number.Of(row.Instrument.Strike);
        double settledPart = _market.SettlementPrice.Raw > 0 ? forward : Number.Of(_market.SettledPart);
        Approx factor = OptionOracle.Factor(forward, settledPart, spotFactor);
        Approx sigma = OptionOracle.Shocked(
            model, column, Sigma(row.Instrument), Math.Log(strike / forward), _seconds, ownFactor);
        double sqrtTau = Math.Sqrt(Math.Max(0, _seconds - horizonSeconds) / OptionOracle.SecondsPerYear);
        bool isCall = row.Instrument.Kind == InstrumentKind.Call;
        Approx cell = OptionOracle.Cell(isCall, factor, strike / forward, sigma, sqrtTau);
        return row.IsCoin ? OptionOracle.InCoin(cell, factor) : cell;
    }

    /// <summary>An expired option needs none.</summary>
    private Approx Sigma(InstrumentId option)
    {
        if (_seconds == 0)
        {
            return 0;
        }

        return _market.Surface.Svi is SviParameters svi
            ? OptionOracle.Svi(svi, Number.Of(option.Strike))
            : new Approx(
                _market.Surface.Strikes.Single(point => point.Strike == option.Strike).Volatility.Raw / 1e12,
                OptionOracle.UnitQ46);
    }

    private Approx Discount(double rate) => new(Math.Min(1, Math.Exp(-rate * Years)), 3 * OptionOracle.UnitQ40);

    private Approx LongSide(double rate)
    {
        DiscountParameters discount = model.Discount;
        double yearly = (Math.Max(0, rate) * Number.Of(discount.LongRateMultiplier)) + Number.Of(discount.LongRateAdd);
        return Side(Number.Of(discount.LongStatic) * Math.Exp(-yearly * Years));
    }

    /// <summary>What is owed is raised, but by no more than the discount took.</summary>
    private Approx ShortSide(double rate)
    {
        DiscountParameters discount = model.Discount;
        double multiple = Math.Max(0, rate) * Number.Of(discount.ShortRateMultiplier);
        double yearly = multiple + Number.Of(discount.ShortRateAdd);
        return Side(Math.Min(1 / Discount(rate).Value, Number.Of(discount.ShortStatic) * Math.Exp(yearly * Years)));
    }

    private Approx Side(double side) => new(side, OptionOracle.UnitQ40 * (8 + (4 * Years)) * (1 + side) * (1 + side));
}
