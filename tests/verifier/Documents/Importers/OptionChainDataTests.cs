using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using Verifiable.Documents;
using Verifiable.Documents.Importers;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Documents.Importers;

/// <summary>Every option chain of the reference data, through the importer and against double precision.</summary>
public sealed class OptionChainDataTests(ITestOutputHelper output)
{
    private const string Folder = "option-chains";
    private static readonly ImportOptions Floor = new(Rounding: ImportRounding.Floor);
    private static readonly string[] Endings = [".csv", ".csv.gz", ".json", ".json.gz"];

    [DataFact(Folder)]
    public void Import_EveryFile_RoundTripsAsMarketDocument()
    {
        foreach (string path in Chains())
        {
            ImportResult result = DeribitImporter.Import([VenueFile.Read(path)], Floor);
            ImportReport report = result.Report;
            ImportReportText.Lines(report).ToList().ForEach(output.WriteLine);

            byte[] document = MarketDocument.Write(result.Market);

            Assert.Equal(document, MarketDocument.Write(MarketDocument.Read(document, "market.json")));
            Assert.InRange(report.RowsKept, 1, report.RowsRead);
            Assert.Equal(report.RowsRead, report.RowsKept + report.RowsDropped);
            output.WriteLine("");
        }
    }

    [DataFact(Folder)]
    public void Import_EveryFile_ListsForwardsTimesAndStrikesOfItsRows()
    {
        foreach (string path in Chains())
        {
            IReadOnlyList<ReferenceQuote> rows = ReferenceQuote.LastOfEach(ReferenceQuote.ReadAll(path));

            ImportResult result = DeribitImporter.Import([VenueFile.Read(path)], Floor);

            List<ExpiryMarket> expiries = [.. result.Market.Underlyings.SelectMany(underlying => underlying.Expiries)];
            List<IGrouping<DateTime, ReferenceQuote>> expected =
                [.. rows.GroupBy(row => row.Expiry).OrderBy(group => group.Key)];
            Assert.Equal(
                expected.Select(group => new DateTimeOffset(group.Key, TimeSpan.Zero).ToUnixTimeSeconds()),
                expiries.Select(expiry => expiry.Expiry.Seconds));
            Assert.Equal(
                expected.Select(group => group.Min(row => row.Milliseconds / 1000)),
                expiries.Select(expiry => expiry.Time.Seconds));
            Assert.Equal(
                expected.Select(group => ToRaw(LowerMedian(group.Select(row => row.Underlying)))),
                expiries.Select(expiry => expiry.Forward.Raw));
            int strikes = expected.Sum(group => group.Select(row => row.Strike).Distinct().Count());
            int listed = expiries.Sum(expiry => expiry.Surface.Strikes.Length);
            Assert.Equal(strikes, listed + result.Report.CountOf(ImportSubject.StrikeOmitted));
            output.WriteLine($"{path}: {expiries.Count} expiries, {listed} strikes of {strikes}");
        }
    }

    [DataFact(Folder)]
    public void Import_WithoutRounding_RefusesExactlyTheFilesThatNeedIt()
    {
        foreach (string path in Chains())
        {
            VenueFile file = VenueFile.Read(path);
            bool needsRounding = !DeribitImporter.Import([file], Floor).Report.Rounded.IsEmpty;

            MarginException? refusal =
                Record.Exception(() => DeribitImporter.Import([file], new ImportOptions())) as MarginException;

            Assert.Equal(needsRounding ? ErrorCode.PrecisionLost : null, refusal?.Code);
            output.WriteLine($"{path}: {refusal?.Message ?? "exact"}");
        }
    }

    /// <summary>At the row's own K and F, not at the kernel's rounded ratio of them.</summary>
    [DataFact(Folder)]
    public void CellQ40_AtEveryVolatilityOfTheFiles_IsBlack76InDoublePrecision()
    {
        double largestCall = 0;
        double largestPut = 0;
        int calls = 0;
        int puts = 0;
        List<string> files = Chains();
        foreach (ReferenceQuote row in files.SelectMany(ReferenceQuote.ReadAll).Where(row => row.Percent > 0))
        {
            Volatility volatility = new((long)((decimal)row.Percent!.Value * 10_000_000_000));
            double ratio = row.Strike / row.Underlying;
            double expected = DoubleBlack76.Value(row.IsCall, ratio, row.Years, row.Percent.Value / 100);

            double cell = Math.ScaleB(Valuation(row).CellQ40(volatility), -40);

            double error = Math.Abs(cell - expected) / Math.Max(1, ratio);
            largestCall = row.IsCall ? Math.Max(largestCall, error) : largestCall;
            largestPut = row.IsCall ? largestPut : Math.Max(largestPut, error);
            calls += row.IsCall ? 1 : 0;
            puts += row.IsCall ? 0 : 1;
        }

        output.WriteLine(
            $"{files.Count} files, {calls} calls within {largestCall:E2}, {puts} puts within {largestPut:E2} of max(F, K)");
        Assert.True(calls > 0 && puts > 0);
        Assert.InRange(largestCall, 0, 1e-12);
        Assert.InRange(largestPut, 0, 1e-12);
    }

    /// <summary>
    /// A file's volatility reprices its mark as far as printing and polling allow: half a digit of the mark, half a
    /// hundredth of a percent of volatility, and the move of the forward between the rows of its expiry, to which a
    /// price in coin is sensitive by at most max(1, K/F).
    /// </summary>
    [DataFact(Folder)]
    public void CellQ40_AtTheFilesVolatility_RepricesTheMarkWithinPrintingAndPolling()
    {
        foreach (string path in Chains())
        {
            IReadOnlyList<ReferenceQuote> rows = ReferenceQuote.ReadAll(path);
            double halfDigit = Math.Pow(10, -ReferenceQuote.PlacesOfFinest(rows)) / 2;
            List<double> differences = [];
            foreach (ReferenceQuote row in rows.Where(row => row.Percent > 0 && row.Mark - row.Intrinsic > 2e-12))
            {
                List<ReferenceQuote> expiry = [.. rows.Where(other => other.Expiry == row.Expiry)];
                double moved = expiry.Max(other => other.Underlying) - expiry.Min(other => other.Underlying);
                double ratio = row.Strike / row.Underlying;
                Volatility fromFile = new((long)((decimal)row.Percent!.Value * 10_000_000_000));
                double vega = DoubleBlack76.Vega(ratio, row.Years, fromFile.Raw / 1e12);

                ImpliedVolatility.Solve(Valuation(row), TargetQ40(row), out Volatility solved);
                double repriced = Math.ScaleB(Valuation(row).CellQ40(fromFile), -40);

                double bound = halfDigit + (5e-5 * vega) + (moved / row.Underlying * Math.Max(1, ratio));
                double difference = Math.Abs(repriced - row.Mark);
                Assert.True(difference <= bound, $"{path} {row.Name}: {difference:E2} > {bound:E2}");
                differences.Add(Math.Abs(solved.Raw - fromFile.Raw) / 1e12);
            }

            differences.Sort();
            output.WriteLine($"{path}: {differences.Count} solved volatilities beside the file's, apart by");
            foreach (int percent in differences.Count == 0 ? [] : (int[])[50, 95, 100])
            {
                output.WriteLine($"  {differences[(differences.Count - 1) * percent / 100]:E1} ({percent} %)");
            }
        }
    }

    [DataFact(Folder)]
    public void Solve_EveryMarkAboveIntrinsic_RepricesToHalfItsLastDigit()
    {
        foreach (string path in Chains())
        {
            IReadOnlyList<ReferenceQuote> rows = ReferenceQuote.ReadAll(path);
            double digit = Math.Pow(10, -ReferenceQuote.PlacesOfFinest(rows));
            List<ReferenceQuote> above = [.. rows.Where(row => row.Mark - row.Intrinsic > 2e-12)];
            double largest = 0;
            foreach (ReferenceQuote row in above)
            {
                ImpliedVolatilityOutcome outcome =
                    ImpliedVolatility.Solve(Valuation(row), TargetQ40(row), out Volatility volatility);

                Assert.True(outcome == ImpliedVolatilityOutcome.Solved, $"{path} {row.Name} {row.MarkText}: {outcome}");
                double ratio = row.Strike / row.Underlying;
                double repriced = DoubleBlack76.Value(row.IsCall, ratio, row.Years, volatility.Raw / 1e12);
                double error = Math.Abs(repriced - row.Mark);
                Assert.True(error <= (digit / 2) + (1e-12 * Math.Max(1, ratio)), $"{path} {row.Name}: {repriced}");
                largest = Math.Max(largest, error);
            }

            Assert.NotEmpty(above);
            output.WriteLine(
                $"{path}: {above.Count} of {rows.Count} marks above intrinsic, largest difference {largest:E2} "
                + $"= {largest / digit:E2} of the last digit {digit:E0}");
        }
    }

    private static List<string> Chains()
    {
        List<string> files = [.. ReferenceData.Files(Folder, "*").Where(path => Endings.Any(path.EndsWith))];
        Assert.NotEmpty(files);
        return files;
    }

    private static OptionValuation Valuation(ReferenceQuote row) =>
        new(
            VenueName.Parse(row.Name, string.Empty, string.Empty),
            new Price(ToRaw(row.Underlying)),
            row.Seconds,
            default);

    /// <summary>floor(mark * 2^40), by the platform's decimal type and big integers.</summary>
    private static long TargetQ40(ReferenceQuote row)
    {
        decimal mark = decimal.Parse(row.MarkText, NumberStyles.Float, CultureInfo.InvariantCulture);
        return (long)(((BigInteger)(mark * 1_000_000_000_000) << 40) / 1_000_000_000_000);
    }

    /// <summary>A price in units of 1e-8, rounded to floor; the decimal type keeps 15 of a double's digits.</summary>
    private static long ToRaw(double price) => (long)((decimal)price * 100_000_000);

    private static double LowerMedian(IEnumerable<double> values)
    {
        double[] ascending = [.. values.Order()];
        return ascending[(ascending.Length - 1) / 2];
    }
}
