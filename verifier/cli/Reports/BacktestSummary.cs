using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Verifiable.Calibration.Backtests;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Reports;

/// <summary>A backtest with everything that is said of it, whatever the form.</summary>
/// <param name="Backtest">The days.</param>
/// <param name="Model">The model.</param>
/// <param name="ModelHash">The hash of its parameters.</param>
/// <param name="BookHash">The hash of the book.</param>
/// <param name="Confidence">The share of days on which a margin is promised to be enough.</param>
/// <param name="Significance">The accepted probability of rejecting a sound model, for each test.</param>
internal sealed record BacktestSummary(
    MarginBacktest Backtest,
    MarginParameters Model,
    Bytes32 ModelHash,
    Bytes32 BookHash,
    double Confidence,
    double Significance)
{
    private static readonly int[] IncreaseDays = [1, 5, 30];

    /// <summary>The promises and whether they were kept.</summary>
    internal ImmutableArray<CoverageTest> Tests { get; } = Backtest.Tests(Model, Confidence);

    /// <summary>Whether a promise was not kept.</summary>
    internal bool IsRejected => Tests.Any(test => test.IsRejected(Significance));

    /// <summary>How initial margin swings: in money, and as a share of the book's size.</summary>
    internal ImmutableArray<Swing> Swings { get; } =
    [
        Swing.Of("initialMargin", [.. Backtest.Days.Select(static day => (double)day.InitialMargin.Raw)], IncreaseDays),
        Swing.Of("initialMarginShare", [.. Backtest.Days.Select(ShareOf)], IncreaseDays),
    ];

    /// <summary>Initial margin over the size of all positions; 0 of no position.</summary>
    internal static double ShareOf(MarginDay day) =>
        day.Exposure.Raw == 0 ? 0 : (double)day.InitialMargin.Raw / day.Exposure.Raw;

    /// <summary>What a test says in one word.</summary>
    internal string VerdictOf(CoverageTest test) => test.IsRejected(Significance) ? "rejected"
        : test.IsCareful(Significance) ? "careful" : "kept";

    /// <summary>The day's figure that a test is about.</summary>
    internal static Money AmountOf(CoverageTest test, MarginDay day) => test.Name switch
    {
        "initialMargin" => day.InitialMargin,
        "maintenanceMargin" => day.MaintenanceMargin,
        _ => day.ValueAtRisk,
    };

    /// <summary>A member's name as words.</summary>
    internal static string Words(string name) => name switch
    {
        "initialMargin" => "initial margin",
        "maintenanceMargin" => "maintenance margin",
        "initialMarginShare" => "initial margin / size",
        _ => "value at risk",
    };

    /// <summary>A statistic with a fixed number of places.</summary>
    internal static string Number(double number, int places) =>
        number.ToString($"F{places}", CultureInfo.InvariantCulture);

    /// <summary>A zone's word.</summary>
    internal static string Word(BaselZone zone) => zone switch
    {
        BaselZone.Green => "green",
        BaselZone.Yellow => "yellow",
        _ => "red",
    };
}

/// <summary>How a series of margins swings; nothing of a series that touches zero.</summary>
/// <param name="Name">What swings.</param>
/// <param name="Measures">Peak to trough, largest rise, deviation.</param>
/// <param name="Increases">The largest increase over some days, for as many as the series is long.</param>
internal sealed record Swing(
    string Name, Procyclicality? Measures, ImmutableArray<(int Days, double Increase)> Increases)
{
    /// <summary>Measures a series.</summary>
    internal static Swing Of(string name, IReadOnlyList<double> margins, IReadOnlyList<int> days) =>
        margins.Count < 2 || margins.Min() <= 0
            ? new Swing(name, null, [])
            : new Swing(
                name,
                Procyclicality.Of(margins),
                [.. days.Where(count => count < margins.Count)
                    .Select(count => (count, Procyclicality.LargestIncrease(margins, count)))]);
}
