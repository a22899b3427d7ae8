using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using Verifiable.Documents.Importers;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Documents.Importers;

/// <summary>
/// Recorders publish a model-free implied volatility with every step of its computation (Cboe's VIX formula: sum of
/// strike width / K^2 * price over the out-of-the-money options of two expiries). The same formula over the imported
/// market must lie between the published one at all bids and at all asks.
/// </summary>
public sealed class PublishedIndexTests(ITestOutputHelper output)
{
    private const string Folder = "option-chains";

    [DataFact(Folder)]
    public void Import_PublishedIndex_LiesBetweenBidsAndAsks()
    {
        int count = 0;
        foreach (string path in ReferenceData.Files(Folder, "*.json*"))
        {
            using JsonDocument document = Parse(path);
            JsonElement steps = document.RootElement.GetProperty("result").GetProperty("intermediates");
            MarketSnapshot market = DeribitImporter.Import([VenueFile.Read(path)], new ImportOptions()).Market;

            double published = Index(document, (symbol, _) => Price(steps, symbol));
            double bid = Index(document, (symbol, option) => Quote(document, symbol, option, "bestBidPrice"));
            double ask = Index(document, (symbol, option) => Quote(document, symbol, option, "bestAskPrice"));
            double imported = Index(document, (symbol, option) => Imported(market, document, symbol, option));

            Assert.Equal(document.RootElement.GetProperty("result").GetProperty("dVol").GetDouble(), published, 1e-9);
            Assert.InRange(imported, bid, ask);
            output.WriteLine($"{path}: published {published:F4}, imported {imported:F4}, bids {bid:F4}, asks {ask:F4}");
            count++;
        }

        Assert.True(count > 0);
    }

    /// <summary>100 sqrt((A near + B next) C) with near and next = 2 e^(RT) contribution - (F / K0 - 1)^2.</summary>
    private static double Index(JsonDocument document, Func<string, string, double> price)
    {
        JsonElement steps = document.RootElement.GetProperty("result").GetProperty("intermediates");
        double rate = document.RootElement.GetProperty("context").GetProperty("risklessRate").GetDouble();
        double Step(string name) => steps.GetProperty(name).GetDouble();
        double Variance(string book, string forwardStrike, string forward, string years)
        {
            double basis = (Step(forward) / Step(forwardStrike)) - 1;
            double contribution = Contribution(steps.GetProperty(book), Step(forwardStrike), price);
            return (2 * Math.Exp(rate * Step(years)) * contribution) - (basis * basis);
        }

        double near = Variance("finalNearBook", "nearForwardStrike", "F1", "T1");
        double next = Variance("finalNextBook", "nextForwardStrike", "F2", "T2");
        return 100 * Math.Sqrt(((Step("A") * near) + (Step("B") * next)) * Step("C"));
    }

    private static double Contribution(JsonElement book, double forwardStrike, Func<string, string, double> price)
    {
        string[] symbols = [.. book.EnumerateArray().Select(entry => entry[1].GetProperty("symbol").GetString()!)];
        double[] strikes = [.. book.EnumerateArray().Select(entry => entry[1].GetProperty("strikePrice").GetDouble())];
        double sum = 0;
        for (int i = 0; i < symbols.Length; i++)
        {
            int below = Math.Max(i - 1, 0);
            int above = Math.Min(i + 1, symbols.Length - 1);
            double width = (strikes[above] - strikes[below]) / (above - below);
            string side = strikes[i] == forwardStrike ? "PC" : symbols[i][^1..];
            sum += width / (strikes[i] * strikes[i]) * price(symbols[i], side);
        }

        return sum;
    }

    /// <summary>The price that the publisher used, in dollars.</summary>
    private static double Price(JsonElement steps, string symbol) =>
        steps.GetProperty("finalNearBook").EnumerateArray()
            .Concat(steps.GetProperty("finalNextBook").EnumerateArray())
            .Single(entry => entry[1].GetProperty("symbol").GetString() == symbol)[1]
            .GetProperty("optionPrice")
            .GetDouble();

    /// <summary>Bid or ask in dollars; at the forward strike the mean of put and call.</summary>
    private static double Quote(JsonDocument document, string symbol, string sides, string member)
    {
        JsonElement parameters = document.RootElement.GetProperty("params");
        return parameters.GetProperty("underlyingPrice").GetDouble() * sides.Average(side =>
            parameters.GetProperty("options").EnumerateArray()
                .Single(option => option.GetProperty("symbol").GetString() == symbol[..^1] + side)
                .GetProperty(member)
                .GetDouble());
    }

    /// <summary>The kernel's price in dollars at the imported forward and volatility.</summary>
    private static double Imported(MarketSnapshot market, JsonDocument document, string symbol, string sides)
    {
        double spot = document.RootElement.GetProperty("params").GetProperty("underlyingPrice").GetDouble();
        return spot * sides.Average(side =>
        {
            InstrumentId option = VenueName.Parse(symbol[..^1] + side, string.Empty, string.Empty);
            ExpiryMarket expiry = market.Underlyings.Single().Expiries.Single(row => row.Expiry == option.Expiry);
            long seconds = expiry.Expiry.Seconds - expiry.Time.Seconds;
            VolatilityPoint point = expiry.Surface.Strikes.Single(row => row.Strike == option.Strike);
            OptionValuation valuation = new(option, expiry.Forward, seconds, expiry.Rate);
            return Math.ScaleB(valuation.CellQ40(point.Volatility), -40);
        });
    }

    private static JsonDocument Parse(string path)
    {
        using Stream stored = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(stored, CompressionMode.Decompress)
            : stored;
        return JsonDocument.Parse(plain);
    }
}
