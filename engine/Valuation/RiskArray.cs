using System;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Vector;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Valuation;

/// <summary>
/// The value of each instrument in each scenario, per unit of notional and scale 2^40: computed once a snapshot and
/// shared by all accounts. Three more columns follow the scenarios: today, forwards up, forwards down.
/// </summary>
/// <remarks>
/// An instrument that cannot be priced has two rows, the first for who holds it and the second for who owes it; every
/// other has one for both sides. Options are values, everything else is a change.
/// </remarks>
public sealed class RiskArray
{
    /// <summary>Columns after the scenarios: today, forwards up, forwards down.</summary>
    internal const int ExtraColumns = 3;

    private long[]? _largestCells;

    internal RiskArray(
        MarketSnapshot market,
        ModelParameters model,
        ScenarioSet scenarios,
        bool discountsValues,
        UnderlyingTerms[] underlyings,
        ExpiryTerms[] groups,
        RiskRow[] rows)
    {
        Market = market;
        Model = model;
        Scenarios = scenarios;
        DiscountsValues = discountsValues;
        Underlyings = underlyings;
        Groups = groups;
        Rows = rows;
        ScenarioCount = scenarios.Scenarios.Length;
        Stride = ScenarioCount + ExtraColumns;
        Cells = new long[rows.Length * Stride];
        LongSides = new long[groups.Length * ScenarioCount];
        ShortSides = new long[groups.Length * ScenarioCount];
        ScenarioDiscounts = new long[groups.Length * ScenarioCount];
        Measured = new MeasuredScenarios(scenarios);
        TailLeastMass = model.MeasuresTail
            ? TailMeasure.LeastMass(Measured.TailWeights, model.Measure.ConfidencePpm)
            : 0;
        Terms = new ModelTerms(model, CollateralValuation.StablePrice(market, model));
        ConfidenceShares = ConfidenceSharesOf(model.Confidence, groups);
    }

    /// <summary>The snapshot that was valued.</summary>
    public MarketSnapshot Market { get; }

    /// <summary>The model's parameters.</summary>
    public ModelParameters Model { get; }

    /// <summary>The model's scenarios.</summary>
    public ScenarioSet Scenarios { get; }

    /// <summary>How many scenarios there are.</summary>
    public int ScenarioCount { get; }

    /// <summary>Whether an expiry's value, today's and shocked, is discounted at its rate.</summary>
    internal bool DiscountsValues { get; }

    /// <summary>Which scenarios the scan reads and which the tail measures.</summary>
    internal MeasuredScenarios Measured { get; }

    /// <summary>The weight that a tail measure's scenarios reach; zero for a scan.</summary>
    internal long TailLeastMass { get; }

    /// <summary>What the model asks of every account, in the kernel's units.</summary>
    internal ModelTerms Terms { get; }

    internal UnderlyingTerms[] Underlyings { get; }

    internal ExpiryTerms[] Groups { get; }

    internal RiskRow[] Rows { get; }

    internal int Stride { get; }

    internal int TodayColumn => ScenarioCount;

    internal int UpColumn => ScenarioCount + 1;

    internal int DownColumn => ScenarioCount + 2;

    internal long[] Cells { get; }

    /// <summary>By group and scenario: what a shocked value of at least zero is multiplied by, scale 2^40.</summary>
    internal long[] LongSides { get; }

    /// <summary>By group and scenario: what a shocked value below zero is multiplied by, scale 2^40.</summary>
    internal long[] ShortSides { get; }

    /// <summary>By group and scenario: the discount under the scenario's rate, scale 2^40.</summary>
    internal long[] ScenarioDiscounts { get; }

    /// <summary>By group: the share of its size that little trust in its prices costs, scale 2^40.</summary>
    internal long[] ConfidenceShares { get; }

    /// <summary>The same laid out for lanes; null where the processor has none, or nothing to add up.</summary>
    internal WideArray? Wide { get; private set; }

    /// <summary>Values every listed instrument in every scenario.</summary>
    /// <param name="market">The snapshot.</param>
    /// <param name="model">The parameters.</param>
    /// <param name="scenarios">The scenarios.</param>
    /// <param name="instruments">Strictly ascending; <see cref="Resolve.Instruments(Book, MarginParameters,
    /// Units.AssetId)"/> gives those of a book.</param>
    public static RiskArray Build(
        MarketSnapshot market,
        ModelParameters model,
        ScenarioSet scenarios,
        ReadOnlySpan<InstrumentId> instruments) =>
        new RiskArrayBuilder(market, model, scenarios, discountsValues: true).Build(instruments);

    /// <summary>The same for rules whose option values are at expiry and not discounted.</summary>
    internal static RiskArray BuildUndiscounted(
        MarketSnapshot market,
        ModelParameters model,
        ScenarioSet scenarios,
        ReadOnlySpan<InstrumentId> instruments) =>
        new RiskArrayBuilder(market, model, scenarios, discountsValues: false).Build(instruments);

    /// <summary>Lays the filled array out for lanes; where there are none, bounds its rows.</summary>
    internal void Widen()
    {
        if (!Lanes.AreSupported || ScenarioCount == 0)
        {
            _largestCells = new long[Rows.Length];
            for (int row = 0; row < Rows.Length; row++)
            {
                _largestCells[row] = NarrowAccount.MagnitudeOf(CellsOf(row));
            }

            return;
        }

        Wide = new WideArray(Rows.Length, Groups.Length, ScenarioCount, ExtraColumns);
        for (int row = 0; row < Rows.Length; row++)
        {
            Wide.SetRow(row, CellsOf(row));
        }

        for (int group = 0; group < Groups.Length; group++)
        {
            int first = group * ScenarioCount;
            Wide.SetGroup(
                group,
                ScenarioDiscounts.AsSpan(first, ScenarioCount),
                LongSides.AsSpan(first, ScenarioCount),
                ShortSides.AsSpan(first, ScenarioCount));
        }

        for (int scenario = 0; scenario < ScenarioCount; scenario++)
        {
            Scenario own = Scenarios.Scenarios[scenario];
            Wide.SetScenario(scenario, own.DampeningQ40, AccountTotals.IsRotation(own.Column));
        }
    }

    /// <summary>
    /// Prepares the array for many accounts: the memory of lanes stays where it is from now on. It changes no result,
    /// and is done before threads share the array.
    /// </summary>
    public void Pin() => Wide?.Pin();

    /// <summary>The cells of one row: the scenarios, then today, forwards up, forwards down.</summary>
    internal ReadOnlySpan<long> CellsOf(int row) => Cells.AsSpan(row * Stride, Stride);

    /// <summary>The largest magnitude of a row's cells; where there are lanes, few accounts need it.</summary>
    internal long LargestCell(int row) => _largestCells?[row] ?? NarrowAccount.MagnitudeOf(CellsOf(row));

    /// <summary>The row that values an instrument for one side.</summary>
    /// <param name="instrument">An instrument that the array was built with.</param>
    /// <param name="isShort">Whether the position owes it.</param>
    internal int RowOf(InstrumentId instrument, bool isShort)
    {
        int low = 0;
        int high = Rows.Length - 1;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (Rows[middle].Instrument.CompareTo(instrument) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return isShort && Rows[low].Assumed != Assumptions.None && IsSecondSide(low + 1) ? low + 1 : low;
    }

    private static long[] ConfidenceSharesOf(ConfidenceParameters confidence, ExpiryTerms[] groups)
    {
        long thresholdQ40 = Scale.Convert(confidence.Threshold.Raw, 40);
        long factorQ40 = Scale.Convert(confidence.Factor.Raw, 40);
        long[] shares = new long[groups.Length];
        for (int group = 0; group < groups.Length; group++)
        {
            shares[group] = Confidence.ShareCeil(groups[group].ConfidenceQ40, thresholdQ40, factorQ40);
        }

        return shares;
    }

    private bool IsSecondSide(int row) => row < Rows.Length && Rows[row].Instrument == Rows[row - 1].Instrument;
}
