using System;
using System.Linq;
using Verifiable.Documents.Importers;
using Verifiable.Kernel;
using Xunit;
using static Verifiable.Tests.Verifier.Documents.Importers.VenueText;

namespace Verifiable.Tests.Verifier.Documents.Importers;

/// <summary>A table that is not understood is refused with file, line, column, value and what is accepted.</summary>
public sealed class TableRefusalTests
{
    private const string Row = "BTC-13FEB21-37500-C,1613068625266,45671.64,47795.22,0.17910112,124.25,0.0";

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("a,b,c\n1,2,3\n")]
    [InlineData("instrument_name,timestamp,underlying_price,index_price,mark_price\n")]
    [InlineData("instrument_name,timestamp,underlying_price,index_price,mark_price,mark_iv,mark_iv\n")]
    public void Import_UnknownHeader_NamesTheColumnsItKnows(string text)
    {
        MarginException refusal = Refusal(Of(text));

        Assert.Equal(ErrorCode.TableMalformed, refusal.Code);
        Assert.Equal("chain", refusal.File);
        Assert.Equal("line 1", refusal.Path);
    }

    // RFC 4180: quotes only around whole fields, every record as long as the header; CR only before LF.
    [Theory]
    [InlineData("BTC-13FEB21-37500-C,1613068625266,45671.64,47795.22,0.17910112,124.25", "line 3")]
    [InlineData(Row + ",1", "line 3")]
    [InlineData("", "line 3")]
    [InlineData("\"BTC-13FEB21-37500-C,1613068625266,45671.64,47795.22,0.17910112,124.25,0.0", "line 3")]
    [InlineData("\"BTC-13FEB21-37500-C\"x,1613068625266,45671.64,47795.22,0.17910112,124.25,0.0", "line 3")]
    [InlineData("BTC\"-13FEB21-37500-C,1613068625266,45671.64,47795.22,0.17910112,124.25,0.0", "line 3")]
    [InlineData(Row + "\r" + Row, "line 3")]
    [InlineData(Row + "\r", "line 3")]
    public void Import_BrokenRecord_NamesItsLine(string line, string place)
    {
        MarginException refusal = Refusal(Of($"{TickerHeader}\n{Row}\n{line}{(line.EndsWith('\r') ? "" : "\n")}"));

        Assert.Equal(ErrorCode.TableMalformed, refusal.Code);
        Assert.Equal(place, refusal.Path);
    }

    [Fact]
    public void Import_QuotedFieldOverSeveralLines_CountsThem()
    {
        VenueFile file = Of($"{TickerHeader},note\n{Row},\"two\nlines, \"\"quoted\"\"\"\n{Row},x,y\n");

        Assert.Equal("line 4", Refusal(file).Path);
    }

    [Theory]
    [InlineData(0, "BTC-FS-27JUN25_PERP", "instrument_name", ErrorCode.VenueNameUnknown)]
    [InlineData(1, "2021-02-11 18:37", "timestamp", ErrorCode.TableMalformed)]
    [InlineData(1, "", "timestamp", ErrorCode.TableMalformed)]
    [InlineData(1, "-1", "timestamp", ErrorCode.TableMalformed)]
    [InlineData(1, "4294967295001", "timestamp", ErrorCode.TableMalformed)]
    [InlineData(2, "", "underlying_price", ErrorCode.TableMalformed)]
    [InlineData(2, "45,671.64", "underlying_price", ErrorCode.TableMalformed)]
    [InlineData(2, "NaN", "underlying_price", ErrorCode.TableMalformed)]
    [InlineData(2, "45671.640000001", "underlying_price", ErrorCode.PrecisionLost)]
    [InlineData(2, "0.009", "underlying_price", ErrorCode.PriceOutOfRange)]
    [InlineData(2, "-1", "underlying_price", ErrorCode.PriceOutOfRange)]
    [InlineData(2, "46116860184.27387904", "underlying_price", ErrorCode.PriceOutOfRange)]
    [InlineData(2, "1e20", "underlying_price", ErrorCode.NumberOutOfRange)]
    [InlineData(3, "0", "index_price", ErrorCode.PriceOutOfRange)]
    [InlineData(4, "", "mark_price", ErrorCode.TableMalformed)]
    [InlineData(4, "-0.1", "mark_price", ErrorCode.NumberOutOfRange)]
    [InlineData(4, "1e-19", "mark_price", ErrorCode.NumberOutOfRange)]
    [InlineData(5, "-1", "mark_iv", ErrorCode.NumberOutOfRange)]
    [InlineData(5, "6400.01", "mark_iv", ErrorCode.VolatilityTooLarge)]
    [InlineData(5, "1e-11", "mark_iv", ErrorCode.PrecisionLost)]
    [InlineData(6, "x", "interest_rate", ErrorCode.TableMalformed)]
    [InlineData(6, "10.1", "interest_rate", ErrorCode.NumberOutOfRange)]
    public void Import_FieldOutsideItsUnit_NamesLineColumnAndValue(int column, string text, string name, ErrorCode code)
    {
        string[] fields = Row.Split(',');
        fields[column] = text.Contains(',', StringComparison.Ordinal) ? $"\"{text}\"" : text;

        MarginException refusal = Refusal(File(TickerHeader, Row, string.Join(',', fields)));

        Assert.Equal(code, refusal.Code);
        Assert.Equal($"line 3, column {name}", refusal.Path);
        Assert.Equal(text, refusal.Value);
        Assert.NotEmpty(refusal.Accepted);
    }

    [Theory]
    [InlineData("37500.5", "call", "1613203200000", "strike")]
    [InlineData("37500.0", "put", "1613203200000", "option_type")]
    [InlineData("37500.0", "Call", "1613203200000", "option_type")]
    [InlineData("37500.0", "call", "1613203200001", "expiration_timestamp")]
    [InlineData("37500.0", "call", "1613199600000", "expiration_timestamp")]
    public void Import_ColumnsThatContradictTheName_AreRefused(string strike, string type, string expiry, string column)
    {
        string header = $"{TickerHeader},strike,option_type,expiration_timestamp";

        MarginException refusal = Refusal(File(header, $"{Row},{strike},{type},{expiry}"));

        Assert.Equal(ErrorCode.DocumentInconsistent, refusal.Code);
        Assert.Equal($"line 2, column {column}", refusal.Path);
    }

    [Fact]
    public void Import_ColumnsThatAgreeWithTheName_AreKept()
    {
        string header = $"{TickerHeader},strike,option_type,expiration_timestamp";

        ImportResult result = VenueText.Import(header, $"{Row},37500.0,call,1613203200000");

        Assert.Equal(1, result.Report.RowsKept);
    }

    [Theory]
    [InlineData(65_536, ErrorCode.None)]
    [InlineData(65_537, ErrorCode.TableMalformed)]
    public void Import_FieldAroundTheLargestLength_IsReadOrRefused(int length, ErrorCode expected)
    {
        string note = new('x', length);

        Assert.Equal(expected, CodeOf($"{TickerHeader},note\n{Row},{note}\n"));
        Assert.Equal(expected, CodeOf($"{TickerHeader},note\n{Row},\"{note}\"\n"));
    }

    [Theory]
    [InlineData(249, ErrorCode.None)]
    [InlineData(250, ErrorCode.TableMalformed)]
    public void Import_ColumnsAroundTheMost_AreReadOrRefused(int extra, ErrorCode expected)
    {
        string names = string.Concat(Enumerable.Range(0, extra).Select(index => $",c{index}"));

        Assert.Equal(expected, CodeOf($"{TickerHeader}{names}\n{Row}{new string(',', extra)}\n"));
    }

    [Fact]
    public void Import_MoreRowsThanTheMost_IsRefused()
    {
        string rows = string.Concat(Enumerable.Repeat(",,,,,,\n", (1 << 19) + 1));

        Assert.Equal(ErrorCode.DocumentTooLarge, CodeOf($"{TickerHeader}\n{rows}"));
    }

    private static ErrorCode CodeOf(string text) =>
        (Record.Exception(() => DeribitImporter.Import([Of(text)], new ImportOptions())) as MarginException)?.Code
            ?? ErrorCode.None;
}
