using System;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Units;

namespace Verifiable.Calibration.Backtests;

/// <summary>One amount that a model promises to be enough, against what happened.</summary>
/// <param name="Name">The amount, as <c>initialMargin</c>.</param>
/// <param name="Backtest">Its statistics.</param>
/// <param name="Breaches">The indices of the days whose loss was larger than the amount.</param>
public sealed record CoverageTest(string Name, RollingBacktest Backtest, ImmutableArray<int> Breaches)
{
    /// <summary>The supervisory year of days that the Basel framework counts breaches over.</summary>
    public const int YearDays = 250;

    /// <summary>How many breaches a model that keeps its promise has.</summary>
    public double Expected => Backtest.Counts.Observations * (1 - Backtest.Confidence);

    /// <summary>The most breaches within any 250 days in a row, or within all days if there are fewer.</summary>
    public int WorstYear
    {
        get
        {
            int most = 0;
            int first = 0;
            for (int at = 0; at < Breaches.Length; at++)
            {
                while (Breaches[at] - Breaches[first] >= YearDays)
                {
                    first++;
                }

                most = Math.Max(most, at - first + 1);
            }

            return most;
        }
    }

    /// <summary>The zone of those 250 days.</summary>
    public BaselZone WorstYearZone => BaselTrafficLight.Zone(
        Math.Min(YearDays, Backtest.Counts.Observations), WorstYear, 1 - Backtest.Confidence);

    /// <summary>Whether breaches are significantly rarer than promised.</summary>
    /// <param name="significance">As 0.05.</param>
    public bool IsCareful(double significance) =>
        Backtest.Counts.Breaches < Expected && Backtest.Frequency.IsRejected(significance);

    /// <summary>
    /// Whether the promise is not kept: one of the three tests rejects it, or the zone is red. An amount that is
    /// significantly more careful than promised is never rejected, though the tests, which have two sides, reject it
    /// too.
    /// </summary>
    /// <param name="significance">As 0.05.</param>
    public bool IsRejected(double significance) => !IsCareful(significance)
        && (Backtest.Frequency.IsRejected(significance)
            || Backtest.Independence.IsRejected(significance)
            || Backtest.Joint.IsRejected(significance)
            || Backtest.Zone == BaselZone.Red);

    /// <summary>Tests an amount over days.</summary>
    /// <param name="name">The amount's name.</param>
    /// <param name="confidence">The share of days on which it is promised to be enough.</param>
    /// <param name="days">The days.</param>
    /// <param name="amount">The amount of a day.</param>
    public static CoverageTest Of(
        string name, double confidence, ImmutableArray<MarginDay> days, Func<MarginDay, Money> amount)
    {
        // Compared as integers: a loss equal to the amount is none too large, however large both are.
        bool[] breaches = [.. days.Select(day => -(Int128)day.Profit.Raw > amount(day).Raw)];
        RollingBacktest backtest = new(
            confidence,
            [.. days.Select(static day => (double)day.Profit.Raw)],
            [.. days.Select(day => -(double)amount(day).Raw)],
            BreachCounts.Of(breaches));
        return new CoverageTest(
            name, backtest, [.. Enumerable.Range(0, breaches.Length).Where(day => breaches[day])]);
    }
}
