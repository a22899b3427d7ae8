using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Verifiable.Documents;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Margin;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Documents.Stresses;

/// <summary>
/// The shipped stresses: every move and factor that comes from data is computed again from it, in double precision.
/// </summary>
public sealed class ShippedStressesTests(ITestOutputHelper output)
{
    private const string Many = "daily_close_usd_25assets_2017_2022-02.csv.gz";
    private const string Four = "daily_close_usd_4assets_2018_2023.csv.gz";
    private const string Hourly = "hourly_close_usd_5assets_2018-05_2022-02.csv.gz";

    // Six places, half of the last.
    private const double Rounding = 5.1e-7;

    private static readonly StressesDocument Shipped = Profiles.OpenStresses();

    public static TheoryData<string> Names => [.. Profiles.Names];

    [Fact]
    public void OpenStresses_Bytes_AreThoseThatAWriterWrites()
    {
        string file = Path.Combine(
            ReferenceData.Root, "verifier", "documents", "Profiles", $"{Profiles.DefaultStresses}.stresses.json");

        Assert.Equal(File.ReadAllText(file), Encoding.UTF8.GetString(StressesDocument.Write(Shipped)));
    }

    [DataFact("prices")]
    public void Days_FromTheCloses_AreTheShippedMoves()
    {
        AssertMoves("day:2020-03-12", Between(Many, "2020-03-11", "2020-03-12"));
        AssertMoves("day:2021-05-19", Between(Many, "2021-05-18", "2021-05-19"));
        AssertMoves("day:2022-05-12", Between(Four, "2022-05-11", "2022-05-12"));
        AssertMoves("day:2022-06-13", Between(Four, "2022-06-12", "2022-06-13"));
        AssertMoves("day:2022-11-09", Between(Four, "2022-11-08", "2022-11-09"));
        AssertMoves("days:2022-11-08..09", Between(Four, "2022-11-07", "2022-11-09"));
        AssertMoves("day:2023-03-11", Between(Four, "2023-03-10", "2023-03-11"));
    }

    [DataFact("prices")]
    public void WorstDaysAndHours_FromTheCloses_AreTheShippedMoves()
    {
        Dictionary<string, double> days = [];
        foreach (string file in new[] { Many, Four })
        {
            Fold(days, Read("prices", file), 1);
        }

        AssertMoves("correlation:+1", days);
        AssertMoves("correlation:-1", days);
        foreach (int hours in new[] { 6, 24 })
        {
            Dictionary<string, double> falls = [];
            Fold(falls, Read("prices", Hourly), hours);
            AssertMoves($"halt:{hours}h", falls);
        }
    }

    [DataFact("prices")]
    public void StableCoin_FromItsPrices_FallsAsShipped()
    {
        string[][] rows = Read("prices", "usdc_usd_15min_2023-03-09_18.csv.gz").Rows;
        double before = Number(rows.Last(static row => string.CompareOrdinal(row[0], "2023-03-11") < 0)[4]);
        double lowest = rows.Where(static row => row[0].StartsWith("2023-03-11", StringComparison.Ordinal))
            .Min(static row => Number(row[3]));

        StressAsset[] shipped = [.. Of("day:2023-03-11").Assets, .. Of("depeg:stable-coins").Assets];

        Assert.Equal(["USDC", "USDC", "USDT"], shipped.Select(static row => row.Asset.ToString()));
        Assert.All(shipped, row => Assert.Equal((lowest / before) - 1, Value(row.Price), Rounding));
    }

    [DataFact("funding-vol")]
    public void ImpliedVolatility_FromItsRecords_MovesAsShipped()
    {
        string[][] index = Read("funding-vol", "dvol_btc_daily_2021-11_2022-10.csv.gz").Rows;
        Dictionary<string, double> factors = index.Zip(index.Skip(1)).ToDictionary(
            static pair => pair.Second[0], static pair => Number(pair.Second[4]) / Number(pair.First[4]));
        Dictionary<string, double> month = Read("funding-vol", "btc_atm_iv_term_hourly_2021-05-10_28.csv.gz")
            .Rows.ToDictionary(static row => row[0], static row => Number(row[3]));

        Assert.Equal(factors["2022-05-12"], Factor("day:2022-05-12"), Rounding);
        Assert.Equal(factors["2022-06-13"], Factor("day:2022-06-13"), Rounding);
        Assert.Equal(month["2021-05-20T00:00:00Z"] / month["2021-05-19T00:00:00Z"], Factor("day:2021-05-19"), Rounding);
        Assert.All(
            new[] { "day:2020-03-12", "day:2022-11-09", "days:2022-11-08..09", "halt:6h", "halt:24h" },
            label => Assert.Equal(factors.Values.Max(), Factor(label), Rounding));
    }

    /// <summary>Every stress under every shipped model, coins and stable coins among the collateral.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Run_UnderEveryProfile_IsValuedWithoutAnAssumption(string name)
    {
        Profile profile = Profiles.Open(name);
        MarginModel model = new(profile.Model.Parameters, profile.Scenarios.Set);
        MarketSnapshot chain = ChainMarket.WithAsset(
            ChainMarket.Committed, ChainMarket.Asset("ETH"), 2_222 * Ratio.One, Ratio.One);
        MarketSnapshot market = chain with
        {
            Underlyings =
            [
                .. chain.Underlyings.Select(static listed => listed with { TodayVolatility = new(Ratio.One / 2) }),
            ],
        };
        Book book = ChainMarket.Book(50_000_000_000, "240126-1900-P 10", "240126-2050-P -10", "240126-2400-C -10") with
        {
            Collateral =
            [
                new CollateralBalance(ChainMarket.Asset("ETH"), new Quantity(200_000_000)),
                new CollateralBalance(ChainMarket.Usdc, new Quantity(500_000_000_000)),
            ],
        };
        StressRun run = new(market, model, book, []);

        StressOutcome[] outcomes = [.. Shipped.Stresses.Select(run.Run)];

        MarginResult margin = MarginRules.Compute(market, model, book);
        Assert.Equal((margin.Equity, margin.InitialMargin), (run.Before.Equity, run.Before.InitialMargin));
        Assert.All(outcomes, static outcome => Assert.Equal(default, outcome.After.Assumed));
        Assert.All(outcomes, static outcome => Assert.True(
            outcome.After.InitialMargin.Raw >= outcome.After.MaintenanceMargin.Raw, outcome.Stress.Label));
        output.WriteLine(string.Join(
            '\n', outcomes.Select(static outcome => $"{outcome.Stress.Label} loses {outcome.Loss.Raw}")));
    }

    private static Stress Of(string label) => Shipped.Stresses.Single(stress => stress.Label == label);

    private static double Factor(string label) => Value(new Ratio(Of(label).Volatility.Raw));

    private static double Value(Ratio ratio) => ratio.Raw / (double)Ratio.One;

    /// <summary>The shipped moves are all of the data's coins, and the largest fall is that of the others.</summary>
    private static void AssertMoves(string label, Dictionary<string, double> expected)
    {
        Stress stress = Of(label);
        Assert.Equal(
            expected.Keys.Order(StringComparer.Ordinal), stress.Moves.Select(static row => row.Underlying.ToString()));
        Assert.All(
            stress.Moves, row => Assert.Equal(expected[row.Underlying.ToString()], Value(row.Spot), Rounding));
        Assert.Equal(expected.Values.Min(), Value(stress.Others), Rounding);
    }

    private static Dictionary<string, double> Between(string file, string first, string last)
    {
        (string[] head, string[][] rows) = Read("prices", file);
        string[] before = rows.Single(row => row[0] == first);
        string[] after = rows.Single(row => row[0] == last);
        return Coins(head).Where(column => before[column].Length > 0 && after[column].Length > 0).ToDictionary(
            column => head[column], column => (Number(after[column]) / Number(before[column])) - 1);
    }

    /// <summary>The largest fall over so many rows, of which none is missing where the first column counts.</summary>
    private static void Fold(Dictionary<string, double> worst, (string[] Head, string[][] Rows) table, int steps)
    {
        for (int at = steps; at < table.Rows.Length; at++)
        {
            string[] before = table.Rows[at - steps];
            string[] after = table.Rows[at];
            foreach (int column in Coins(table.Head).Where(one => before[one].Length > 0 && after[one].Length > 0))
            {
                double move = (Number(after[column]) / Number(before[column])) - 1;
                string coin = table.Head[column];
                worst[coin] = Math.Min(worst.GetValueOrDefault(coin), move);
            }
        }
    }

    /// <summary>Not stable coins, and not LUNA, under whose name are two coins.</summary>
    private static IEnumerable<int> Coins(string[] head) =>
        Enumerable.Range(1, head.Length - 1).Where(column => head[column] is not ("USDC" or "USDT" or "LUNA"));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static (string[] Head, string[][] Rows) Read(string folder, string file)
    {
        using GZipStream unzipped = new(
            File.OpenRead(Path.Combine(ReferenceData.Folder, folder, file)), CompressionMode.Decompress);
        using StreamReader reader = new(unzipped);
        string[][] lines =
        [
            .. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(static line => line.TrimEnd('\r').Split(',')),
        ];
        return (lines[0], lines[1..]);
    }
}
