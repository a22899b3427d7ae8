using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using Verifiable.Calibration.Quantised;
using Verifiable.Documents;
using Verifiable.Documents.Importers;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Calibration.History;

/// <summary>
/// From a price table to a history document. A problem that is accepted by its name has one effect each: of two bars of
/// one moment the later in the file counts, bars out of order are put in order, a bar without a price that the unit
/// holds is left out, a redenomination or a reused ticker is a break. Everything else stays as it is.
/// </summary>
public static class PriceImporter
{
    /// <summary>Reads a table and finds what is wrong with it.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="options">What to take, and how.</param>
    /// <exception cref="MarginException">
    /// What <see cref="PriceHistoryReader.Read(VenueFile)"/> refuses, <see cref="ErrorCode.PrecisionLost"/>,
    /// <see cref="ErrorCode.IdentifierMalformed"/> for a series that can name no underlying,
    /// <see cref="ErrorCode.MemberMissing"/> for one that is not there.
    /// </exception>
    public static PriceFindings Examine(VenueFile file, PriceImportOptions options)
    {
        PriceHistory read = PriceHistoryReader.Read(
            file, options.Underlyings, options.Rounding, out PriceCounts counts);
        PriceHistory taken = Taken(read, options.Underlyings);
        _ = Underlyings.Ascending([.. taken.Series.Select(static series => series.Name)], file.Name);
        PriceHistory history = taken with { Series = [.. taken.Series.Select(WithoutRepeats)] };
        return new PriceFindings(
            history,
            HistoryCheck.Find(history, new HistoryCheckOptions(), [.. options.References]),
            options.Quote,
            counts.Rows,
            BarsOf(taken) - BarsOf(history),
            counts.Rounded,
            counts.Examples);
    }

    /// <summary>The document of a table, every problem of which is accepted by name.</summary>
    /// <param name="findings">What <see cref="Examine"/> found.</param>
    /// <param name="accepted">
    /// Names of problems, as <c>redenomination:AAVE:2020-10-03</c>, or of all of a kind in a series, as
    /// <c>gap:ALGO</c>.
    /// </param>
    /// <exception cref="MarginException">
    /// What <see cref="HistoryCheck.Require"/> refuses; <see cref="ErrorCode.RowCountOutOfRange"/> without two bars.
    /// </exception>
    public static HistoryDocument Import(PriceFindings findings, IReadOnlyCollection<string> accepted)
    {
        PriceHistory history = findings.History;
        HistoryCheck.RequireLookedAt(history.File, findings.Problems, accepted);
        ImmutableArray<PriceSeries> series = [.. history.Series.Select(Mended).OrderBy(Letters)];
        if (series.Length > HistoryDocument.MaxAssets || series.Any(static one => one.Bars.Length < 2))
        {
            throw new MarginException(
                ErrorCode.RowCountOutOfRange,
                history.File,
                "bars",
                series.Min(static one => one.Bars.Length).ToString(CultureInfo.InvariantCulture),
                $"at least 2 bars of each of at most {HistoryDocument.MaxAssets} series");
        }

        HistoryDocument document = Table(series) with
        {
            Quote = findings.Quote,
            Source = new HistorySource(Path.GetFileName(history.File), history.Hash),
            Breaks = [.. series.SelectMany(one => BreaksOf(findings.Problems, one))],
        };
        return document with { Accepted = AcceptedIn(document, findings.Problems, accepted, history.File) };
    }

    /// <summary>
    /// How many bars of the table a document of it lacks, because another of their moment counts or because they have
    /// no price; bars that repeat another are counted apart.
    /// </summary>
    /// <param name="findings">What <see cref="Examine"/> found.</param>
    public static (int WithoutPrice, int Replaced) LeftOut(PriceFindings findings)
    {
        int priceless = findings.History.Series.Sum(
            static series => series.Origins.Count(static origin => origin.Close.Raw <= 0));
        int kept = findings.History.Series.Sum(static series => Mended(series).Bars.Length);
        return (priceless, BarsOf(findings.History) - priceless - kept);
    }

    private static PriceHistory Taken(PriceHistory read, ImmutableArray<string> names)
    {
        bool isNameless = read.Layout == PriceLayout.SingleBars;
        if (isNameless && names.Length != 1)
        {
            throw new MarginException(
                ErrorCode.MemberMissing,
                read.File,
                "--underlying",
                names.Length.ToString(CultureInfo.InvariantCulture),
                "--underlying NAME once: this file has one series of prices and no name for it");
        }

        return names.IsEmpty ? read
            : isNameless ? read with { Series = [read.Series[0] with { Name = names[0] }] }
            : read with { Series = [.. names.Select(read.Find)] };
    }

    /// <summary>A bar that says again what the bar before it says is no contradiction.</summary>
    private static PriceSeries WithoutRepeats(PriceSeries series)
    {
        int[] kept = [.. Enumerable.Range(0, series.Bars.Length)
            .Where(bar => bar == 0 || series.Bars[bar] != series.Bars[bar - 1])];
        return Pick(series, kept);
    }

    /// <summary>Ascending, one bar a moment, each with a price.</summary>
    private static PriceSeries Mended(PriceSeries series)
    {
        int[] kept = [.. Enumerable.Range(0, series.Bars.Length)
            .Where(bar => series.Origins[bar].Close.Raw > 0)
            .GroupBy(bar => series.Bars[bar].Time)
            .OrderBy(static bars => bars.Key)
            .Select(static bars => bars.Last())];
        return Pick(series, kept);
    }

    private static PriceSeries Pick(PriceSeries series, int[] bars) => series with
    {
        Bars = [.. bars.Select(bar => series.Bars[bar])],
        Origins = [.. bars.Select(bar => series.Origins[bar])],
    };

    private static HistoryDocument Table(ImmutableArray<PriceSeries> series)
    {
        ImmutableArray<Instant> times =
            [.. series.SelectMany(static one => one.Bars).Select(static bar => bar.Time).Distinct().Order()];
        Price[] closes = new Price[times.Length * series.Length];
        for (int column = 0; column < series.Length; column++)
        {
            PriceSeries one = series[column];
            int row = 0;
            for (int bar = 0; bar < one.Bars.Length; bar++)
            {
                while (times[row] != one.Bars[bar].Time)
                {
                    row++;
                }

                closes[(row * series.Length) + column] = one.Origins[bar].Close;
            }
        }

        return new HistoryDocument(
            default,
            Spacing.Of(series.MaxBy(static one => one.Bars.Length)!),
            default,
            [],
            [.. series.Select(static one => one.Underlying)],
            [],
            times,
            [.. closes]);
    }

    private static IEnumerable<HistoryBreak> BreaksOf(ImmutableArray<HistoryProblem> problems, PriceSeries series) =>
        problems.Where(problem => problem.IsBreak && problem.Series == series.Name)
            .Select(problem => new HistoryBreak(series.Underlying, problem.Time))
            .Distinct()
            .OrderBy(static one => one.Time);

    /// <summary>Those of the accepted names that the document needs; mending may also lay bare a problem.</summary>
    private static ImmutableArray<string> AcceptedIn(
        HistoryDocument document,
        ImmutableArray<HistoryProblem> found,
        IReadOnlyCollection<string> accepted,
        string file)
    {
        ImmutableArray<HistoryProblem> left =
            HistoryCheck.Find(DocumentHistory.Of(document, file), new HistoryCheckOptions());
        HistoryCheck.RequireKnown(file, [.. found, .. left], accepted);
        HashSet<string> needed =
            [.. left.Select(static problem => problem.Name), .. left.Select(static problem => problem.SeriesWideName)];
        ImmutableArray<string> names =
            [.. accepted.Where(needed.Contains).Distinct().Order(StringComparer.Ordinal)];
        HistoryCheck.RequireLookedAt(file, left, names);
        return names;
    }

    private static ulong Letters(PriceSeries series) => series.Underlying.Letters;

    private static int BarsOf(PriceHistory history) => history.Series.Sum(static series => series.Bars.Length);
}
