using System;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Calibration.History;
using Verifiable.Calibration.Returns;
using Verifiable.Documents;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Calibration.Quantised;

/// <summary>
/// Plain historical scenarios: what the market did, as a scenarios document that the engine reads today.
/// </summary>
public static class HistoricalScenarios
{
    private const int FactorBits = 40;
    private const string LabelPrefix = "hist:";

    /// <summary>One scenario a return: every spot is multiplied by its exp(return), volatility stays.</summary>
    /// <param name="name">The set's name.</param>
    /// <param name="history">The history that the returns come from.</param>
    /// <param name="returns">
    /// Joint log returns over any horizon, as <see cref="LogReturns"/> and <see cref="Horizon.Overlapping"/> make them,
    /// with the time of each row.
    /// </param>
    /// <remarks>
    /// The move, exp(return) - 1, is the nearest multiple of 1e-12, since a document holds no other; the factor then is
    /// the floor to 2^-40 that every document's reader takes.
    /// </remarks>
    public static ScenariosDocument Create(string name, PriceHistory history, ReturnTable returns) =>
        Create(name, history.Hash, history.File, returns);

    /// <summary>The same of a history that is known by its hash.</summary>
    /// <param name="name">The set's name.</param>
    /// <param name="history">The hash of the history that the returns come from.</param>
    /// <param name="file">Its file, for refusals.</param>
    /// <param name="returns">The returns.</param>
    public static ScenariosDocument Create(string name, Bytes32 history, string file, ReturnTable returns)
    {
        ImmutableArray<UnderlyingId> factors = Underlyings.Ascending(returns.Names, file);
        int[] columns = [.. factors.Select(factor => returns.Names.IndexOf(factor.ToString()))];
        ImmutableArray<Scenario> scenarios = [.. returns.Times.Select((time, row) => new Scenario(
            LabelPrefix + BarTime.Format(time),
            1L << FactorBits,
            1,
            VolatilityColumn.None,
            [.. columns.Select(column =>
                new Shock(FactorQ40(returns.Values[row, column]), 1L << FactorBits, default))],
            ScenarioTraits.Tail))];
        return new ScenariosDocument(
            name,
            history,
            new ScenarioSet(factors, scenarios),
            [.. scenarios.Select(static _ => ScenarioKind.Historical)]);
    }

    private static long FactorQ40(double logReturn) =>
        (long)(((Int128)(Ratio.One + Nearest.Ratio(Math.Exp(logReturn) - 1)) << FactorBits) / Ratio.One);
}
