using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Engine.Margin;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Properties;

/// <summary>
/// Rounding never favours the account, relative to the converted parameters and to notionals, which are whole raw
/// units: a book a thousand times as large rounds a thousand times as finely under the same parameters, and by the
/// thousandth of it the small one is never better off. Over ten thousand random books each.
/// </summary>
public sealed class RoundingPropertyTests(ITestOutputHelper output)
{
    private const int Books = 10_000;
    private const int Finer = 1_000;

    [Fact]
    public void Equity_Rounded_IsNeverMoreThanExact() => ForAll(static (margin, fine, _) =>
        Assert.True(Finer * (Int128)margin.Equity.Raw <= fine.Equity.Raw));

    /// <summary>
    /// Equity and a scenario's profit or loss together: what the account would be worth. A rotation of the smile, which
    /// counts a gain as a loss, is left out: it has no such value.
    /// </summary>
    [Fact]
    public void WorthInAScenario_Rounded_IsNeverMoreThanExact() => ForAll(static (margin, fine, inputs) =>
    {
        ScenarioSet set = inputs.Scenarios;
        Int128 notionals = Notionals(inputs);
        int[] plain = [.. Enumerable.Range(0, set.Scenarios.Length).Where(at => !Rotates(set.Scenarios[at]))];
        Assert.All(plain, at => Assert.True(
            Finer * (margin.Equity.Raw + (Int128)margin.Totals[at].Raw - notionals)
            <= (Int128)fine.Equity.Raw + fine.Totals[at].Raw));
    });

    /// <summary>
    /// A haircut is a share of a value that equity has floored as well: the two are judged together. Where haircut and
    /// confidence take more than the whole value they take less than a unit too little.
    /// </summary>
    [Fact]
    public void AddOns_Rounded_AreNeverLessThanExact() => ForAll(static (margin, fine, inputs) =>
    {
        foreach (ComponentKind kind in new[] { ComponentKind.Perpetual, ComponentKind.ShortOption })
        {
            Assert.True(Finer * (Int128)Of(margin, kind).Initial.Raw >= Of(fine, kind).Initial.Raw);
            Assert.True(Finer * (Int128)Of(margin, kind).Maintenance.Raw >= Of(fine, kind).Maintenance.Raw);
        }

        int valued = inputs.Book.Collateral.Length
            + inputs.Book.Positions.Count(static row => row.Instrument.Kind == InstrumentKind.Spot);
        Assert.True(Finer * (AfterCollateral(margin) - valued) <= AfterCollateral(fine));
    });

    /// <summary>
    /// A loss is today's value, floored, less a shocked one, floored: by itself it may be short by less than a unit an
    /// option and one an expiry. Equity has the same floor of today's value, so that with a multiplier of one the two
    /// cancel; 16 is above any multiplier, lost peg and basis factor of these models.
    /// </summary>
    [Fact]
    public void Requirement_Rounded_IsShortByLessThanTheFloorsOfTodaysValue() => ForAll(static (margin, fine, inputs) =>
    {
        int options = inputs.Book.Positions.Count(static row => row.Instrument.IsOption);
        Int128 floors = 16 * ((2 * options) + Notionals(inputs) + inputs.Book.Collateral.Length + 1);
        Assert.True(Finer * (margin.InitialMargin.Raw + floors) >= fine.InitialMargin.Raw);
        Assert.True(Finer * (margin.MaintenanceMargin.Raw + floors) >= fine.MaintenanceMargin.Raw);
    });

    /// <summary>
    /// How much less than exactly notionals of futures and perpetuals may lose: less than a unit each, times the
    /// largest loss of one, which is 1, or 2^14 settled in coin. Spot and collateral have theirs in equity too.
    /// </summary>
    private static Int128 Notionals(MarginCase inputs) =>
        inputs.Book.Positions.Count(static row => row.Instrument.HasEntryPrice)
        * (inputs.Model.Settlement.IsDollar ? 1 : 1 << 14);

    private static Int128 AfterCollateral(MarginResult margin) => margin.Equity.Raw
        - (Int128)Of(margin, ComponentKind.Haircut).Initial.Raw
        - Of(margin, ComponentKind.Confidence).Initial.Raw;

    private static bool Rotates(Scenario scenario) =>
        scenario.Column is VolatilityColumn.LinearSkew or VolatilityColumn.AbsoluteSkew;

    private static MarginComponent Of(MarginResult margin, ComponentKind kind) =>
        margin.Components.Single(part => part.Kind == kind);

    /// <summary>
    /// Past money's range rows and sums saturate: those books say nothing about rounding. In coin a row may be worth
    /// 2^14 times its notional, and a put's strike as much more.
    /// </summary>
    private void ForAll(Action<MarginResult, MarginResult, MarginCase> property)
    {
        int compared = 0;
        BookChanges.ForAllPlain(output, Books * 3 / 2, withRotations: true, (_, inputs, _) =>
        {
            MarginResult margin = inputs.Margin();
            MarginResult fine = (inputs with { Book = BookChanges.Times(inputs.Book, Finer) }).Margin();
            if (AmountsOf(fine, inputs).All(static amount => Int128.Abs(amount) < Money.Limit / 64))
            {
                compared++;
                property(margin, fine, inputs);
            }
        });
        output.WriteLine($"{compared} books compared");
        Assert.True(compared >= Books);
    }

    private static IEnumerable<Int128> AmountsOf(MarginResult fine, MarginCase inputs) =>
        fine.Totals.Select(static total => (Int128)total.Raw)
            .Append(fine.Equity.Raw)
            .Append(fine.InitialMargin.Raw)
            .Concat(inputs.Book.Positions
                .Where(_ => !inputs.Model.Settlement.IsDollar)
                .Select(static row => (Int128)row.Quantity.Raw * 10 * Finer << 14));
}
