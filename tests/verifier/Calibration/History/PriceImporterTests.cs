using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Calibration.History;
using Verifiable.Calibration.Returns;
using Verifiable.Documents;
using Verifiable.Documents.Importers;
using Verifiable.Documents.Rows;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Documents.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Calibration.History;

public sealed class PriceImporterTests
{
    private const string Steady = "2021-01-01,10 2021-01-02,11 2021-01-03,12 2021-01-04,13 2021-01-05,12";

    [Fact]
    public void Import_QuietTable_KeepsEveryDigit()
    {
        HistoryDocument document = Import(
            "date,ETH,BTC", "2021-01-02,,32178.33000001 2021-01-03,1.5,33000 2021-01-04,2,34000");

        Assert.Equal(["BTC", "ETH"], document.Assets.Select(static asset => asset.ToString()));
        Assert.Equal(
            [3_217_833_000_001, 0, 3_300_000_000_000, 150_000_000, 3_400_000_000_000, 200_000_000],
            document.Closes.Select(static one => one.Raw));
        Assert.Equal(86_400, document.IntervalSeconds);
        Assert.Equal("prices.csv", document.Source.File);
    }

    // One fault each, accepted by its name, and what the document then says of BTC.
    [Theory]
    [InlineData("timeDuplicate:BTC", "2021-01-01,10 2021-01-02,11 2021-01-03,12 2021-01-03,12.5", "10 11 12.5")]
    [InlineData("priceNotPositive:BTC", "2021-01-01,10 2021-01-02,11 2021-01-03,0", "10 11")]
    [InlineData("jump:BTC:2021-01-03", "2021-01-01,10 2021-01-02,11 2021-01-03,22", "10 11 22")]
    [InlineData("staleRun:BTC", "2021-01-01,10 2021-01-02,10 2021-01-03,10 2021-01-04,10", "10 10 10 10")]
    public void Import_AcceptedProblem_HasItsOneEffect(string accepted, string rows, string closes)
    {
        HistoryDocument document = Import("date,BTC", rows, accepted);

        Assert.Equal(closes, string.Join(' ', document.Closes.Select(
            static close => (close.Raw / 1e8).ToString(CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void Import_ProblemNotAccepted_IsRefusedByLineAssetAndDay()
    {
        MarginException refusal = Assert.Throws<MarginException>(
            () => Import("date,BTC", "2021-01-01,10 2021-01-02,11 2021-01-03,12 2021-01-03,12.5"));

        Assert.Equal(ErrorCode.DocumentInconsistent, refusal.Code);
        Assert.Equal(("prices.csv", "line 5 BTC 2021-01-03"), (refusal.File, refusal.Path));
        Assert.Equal("timeDuplicate: 12.5 after 12 at the same time", refusal.Value);
        Assert.EndsWith("timeDuplicate:BTC:2021-01-03", refusal.Accepted, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_NameOfNoProblem_IsRefused()
    {
        MarginException refusal = Assert.Throws<MarginException>(() => Import("date,BTC", Steady, "gap:BTC"));

        Assert.Equal((ErrorCode.MemberUnknown, "gap:BTC"), (refusal.Code, refusal.Value));
    }

    // The same bar twice says nothing new; twice with another price is a contradiction.
    [Fact]
    public void Import_BarThatRepeatsAnother_IsDroppedAndCounted()
    {
        PriceFindings findings = Examine("date,BTC", "2021-01-01,10 2021-01-02,11 2021-01-02,11 2021-01-03,12");

        HistoryDocument document = PriceImporter.Import(findings, []);

        Assert.Equal((4, 1, 3), (findings.Rows, findings.Repeated, document.Times.Length));
    }

    // A coin that becomes a hundred coins makes nobody rich: the step is no return.
    [Fact]
    public void Import_AcceptedRedenomination_LeavesItsReturnOut()
    {
        const string rows = "2021-01-01,10 2021-01-02,11 2021-01-03,1100 2021-01-04,1210";
        HistoryDocument document = Import("date,BTC", rows, "redenomination:BTC:2021-01-03");

        Matrix<double> returns = LogReturns.Of(DocumentHistory.Require(document, "history.json"), ["BTC"]).Values;

        Assert.Equal(2, returns.RowCount);
        Assert.All(returns.Enumerate(), static value => Assert.Equal(Math.Log(1.1), value, 1e-12));
    }

    // What mending lays bare has to be looked at as well: without the bar that has no price there is a gap.
    [Fact]
    public void Import_MendingLaysBareAGap_AsksForItToo()
    {
        const string rows = "2021-01-01,10 2021-01-02,0 2021-01-03,12 2021-01-04,12.5 2021-01-05,12";

        MarginException refusal = Assert.Throws<MarginException>(
            () => Import("date,BTC", rows, "priceNotPositive:BTC"));

        HistoryDocument document = Import("date,BTC", rows, "priceNotPositive:BTC", "gap:BTC:2021-01-03");

        Assert.StartsWith("gap: 1 missing", refusal.Value, StringComparison.Ordinal);
        Assert.Equal(["gap:BTC:2021-01-03"], document.Accepted.AsEnumerable());
        Assert.Equal(
            ErrorCode.MemberUnknown,
            Assert.Throws<MarginException>(
                () => Import("date,BTC", rows, "priceNotPositive:BTC", "gap:BTC", "gap:BTC:2021-01-09")).Code);
    }

    [Fact]
    public void Examine_PriceFinerThanItsUnit_IsRefusedOrFlooredAsTold()
    {
        const string rows = "2021-01-01,0.0056799999999999 2021-01-02,0.005";
        MarginException refusal = Assert.Throws<MarginException>(() => Examine("date,DOGE", rows));
        PriceFindings floored = Examine("date,DOGE", rows, ImportRounding.Floor);

        Assert.Equal((ErrorCode.PrecisionLost, "line 2 DOGE"), (refusal.Code, refusal.Path));
        Assert.Equal(567_999, floored.History.Series[0].Origins[0].Close.Raw);
        Assert.Equal(
            new RoundedValue("line 2 DOGE", "0.0056799999999999", "0.00567999"), Assert.Single(floored.Examples));
    }

    // 50,000,000,000 of a weak currency is more than 2^53 raw units: a double would lose its last place.
    [Fact]
    public void Import_LargePrice_IsKeptExactly()
    {
        HistoryDocument document = Import("date,BTC", "2021-01-01,1234567890.12345679 2021-01-02,1234567891");

        Assert.Equal(123_456_789_012_345_679, document.Closes[0].Raw);
    }

    [Theory]
    [InlineData("date,bitcoin", ErrorCode.IdentifierMalformed)]
    [InlineData("date,BITCOINCASH", ErrorCode.IdentifierMalformed)]
    public void Examine_SeriesThatNamesNoUnderlying_IsRefused(string header, ErrorCode code)
    {
        MarginException refusal = Assert.Throws<MarginException>(() => Examine(header, Steady));

        Assert.Equal(code, refusal.Code);
    }

    // Imported, written, read: the same words, whatever the layout of the table.
    [Fact]
    public void Import_TwoLayouts_HaveOneHash()
    {
        HistoryDocument dates = Import("date,BTC", "1970-01-02,10 1970-01-03,11");
        HistoryDocument seconds = Import("unix,BTC", "86400,10.0 172800,11.000");

        HistoryDocument read = HistoryDocument.Read(HistoryDocument.Write(dates), "history.json");

        Assert.Equal(HistoryRows.Hash(dates), HistoryRows.Hash(seconds));
        Assert.Equal(HistoryRows.Hash(dates), HistoryRows.Hash(read));
    }

    [Fact]
    public void Require_DocumentWithAnUnacceptedProblem_IsRefused()
    {
        HistoryDocument document = Import("date,BTC", "2021-01-01,10 2021-01-02,11 2021-01-03,23", "jump:BTC");

        MarginException refusal = Assert.Throws<MarginException>(
            () => DocumentHistory.Require(document with { Accepted = [] }, "history.json"));

        Assert.Equal("BTC 2021-01-03", refusal.Path);
    }

    private static HistoryDocument Import(string header, string rows, params IReadOnlyList<string> accepted) =>
        PriceImporter.Import(Examine(header, rows), accepted);

    private static PriceFindings Examine(
        string header, string rows, ImportRounding rounding = ImportRounding.Refuse) =>
        PriceImporter.Examine(
            new VenueFile(PriceFiles.Name, Encoding.UTF8.GetBytes($"{header}\n{rows.Replace(' ', '\n')}\n")),
            new PriceImportOptions(Samples.Usd) { Rounding = rounding });
}
