using System.Linq;
using Verifiable.Documents.Importers;
using Verifiable.Engine.Market;
using Verifiable.Kernel;
using Xunit;
using static Verifiable.Tests.Verifier.Documents.Importers.VenueText;

namespace Verifiable.Tests.Verifier.Documents.Importers;

public sealed class JsonImportTests
{
    private const string Option = """
        { "symbol": "ETH-4FEB22-5500-P", "optionType": "put", "strikePrice": 5500,
          "expirationDate": "2022-02-04T08:00:00.000Z", "markPrice": 1.216451, "markIV": 152.39,
          "underlyingPrice": 2481.54, "timestamp": "2022-01-27T00:59:55.708Z" }
        """;

    [Fact]
    public void Import_OptionSummaries_TakeTheSpotBesideThem()
    {
        UnderlyingMarket market = Import(Summaries(Option)).Market.Underlyings.Single();

        Assert.Equal(248_293_000_000, market.Spot.Raw);
        Assert.Equal(1_643_245_200, market.Time.Seconds);
        Assert.Equal(1_643_245_195, market.Expiries[0].Time.Seconds);
        Assert.Equal(1_523_900_000_000, market.Expiries[0].Surface.Strikes[0].Volatility.Raw);
    }

    // The example reply of Deribit's documentation of public/get_book_summary_by_currency, with an option's fields.
    [Fact]
    public void Import_VenueReply_IsABookSummary()
    {
        const string Reply = """
            { "jsonrpc": "2.0", "id": 9344, "result": [
              { "volume": 0.55, "underlying_price": 121.38, "underlying_index": "index_price", "quote_currency": "USD",
                "open_interest": 0.55, "mid_price": 0.2444, "mark_price": 0.179112, "mark_iv": 80, "low": 0.34,
                "last": 0.34, "interest_rate": 0.207, "instrument_name": "ETH-22FEB19-140-P", "high": 0.34,
                "creation_timestamp": 1550227952163, "estimated_delivery_price": 121.38, "bid_price": 0.1488,
                "base_currency": "ETH", "ask_price": 0.34 },
              { "instrument_name": "ETH-PERPETUAL", "creation_timestamp": 1550227952163, "mark_price": 121.4,
                "underlying_price": null, "estimated_delivery_price": 121.38 } ] }
            """;

        ImportResult result = Import(Reply);

        UnderlyingMarket market = result.Market.Underlyings.Single();
        Assert.Equal(12_138_000_000, market.Spot.Raw);
        Assert.Equal(12_140_000_000, market.Perpetual!.Price.Raw);
        Assert.Equal(207_000_000_000, market.Expiries[0].Rate.Raw);
        Assert.Equal(800_000_000_000, market.Expiries[0].Surface.Strikes[0].Volatility.Raw);
        Assert.Equal(11, result.Report.CountOf(ImportSubject.ColumnUnused));
    }

    [Theory]
    [InlineData("{", ErrorCode.JsonMalformed, "line 1")]
    [InlineData("{ \"result\": [], \"result\": [] }", ErrorCode.JsonMalformed, "line 1")]
    [InlineData("{} {}", ErrorCode.JsonMalformed, "line 1")]
    [InlineData("{}", ErrorCode.MemberMissing, "/params")]
    [InlineData("{ \"params\": [] }", ErrorCode.TypeMismatch, "/params")]
    [InlineData("{ \"params\": {} }", ErrorCode.MemberMissing, "/params/options")]
    [InlineData("{ \"result\": [ 1 ] }", ErrorCode.TypeMismatch, "/result/0")]
    [InlineData("{ \"result\": [ {} ] }", ErrorCode.MemberMissing, "/result/0")]
    [InlineData("{ \"result\": [] }", ErrorCode.DocumentInconsistent, "rows")]
    public void Import_AnotherDocument_IsRefusedWithItsPlace(string text, ErrorCode code, string path)
    {
        MarginException refusal = Refusal(Of(text));

        Assert.Equal(code, refusal.Code);
        Assert.Equal(path, refusal.Path);
    }

    [Theory]
    [InlineData("1.216451", "true", ErrorCode.TypeMismatch, "markPrice")]
    [InlineData("1.216451", "\"x\"", ErrorCode.DecimalMalformed, "markPrice")]
    [InlineData("1.216451", "1e99", ErrorCode.DecimalMalformed, "markPrice")]
    [InlineData("2481.54", "null", ErrorCode.DecimalMalformed, "underlyingPrice")]
    [InlineData("2481.54", "2481.540000001", ErrorCode.PrecisionLost, "underlyingPrice")]
    [InlineData("00:59:55.708Z", "00:59:55Z", ErrorCode.InstantMalformed, "timestamp")]
    [InlineData("2022-01-27T00:59", "1969-12-31T23:59", ErrorCode.InstantMalformed, "timestamp")]
    [InlineData("\"put\"", "\"call\"", ErrorCode.DocumentInconsistent, "optionType")]
    [InlineData("5500,", "5501,", ErrorCode.DocumentInconsistent, "strikePrice")]
    [InlineData("08:00:00.000Z", "08:00:00.001Z", ErrorCode.DocumentInconsistent, "expirationDate")]
    [InlineData("ETH-4FEB22", "BTC-4FEB22", ErrorCode.DocumentInconsistent, "symbol")]
    [InlineData("ETH-4FEB22", "ETH-04FEB22", ErrorCode.VenueNameUnknown, "symbol")]
    public void Import_MemberOutsideItsUnit_NamesItsPointer(string part, string changed, ErrorCode code, string member)
    {
        MarginException refusal = Refusal(Of(Summaries(Option.Replace(part, changed))));

        Assert.Equal(code, refusal.Code);
        Assert.Equal($"/params/options/0/{member}", refusal.Path);
        Assert.Equal("chain", refusal.File);
    }

    [Fact]
    public void Import_HalfASurrogatePair_IsRefused() =>
        Assert.Equal(ErrorCode.JsonMalformed, Refusal(Of(Summaries(Option.Replace("ETH-4", "\\ud800-4")))).Code);

    [Fact]
    public void Import_CurrencyThatIsNoName_IsRefused() =>
        Assert.Equal(ErrorCode.IdentifierMalformed, Refusal(Of(Summaries(Option).Replace("\"ETH\"", "\"eth\""))).Code);

    private static ImportResult Import(string text) => DeribitImporter.Import([Of(text)], new ImportOptions());

    private static string Summaries(params string[] options) => $$"""
        { "context": { "currency": "ETH" },
          "params": { "at": "2022-01-27T01:00:00.011Z", "underlyingPrice": 2482.93,
            "options": [ {{string.Join(',', options)}} ] } }
        """;
}
