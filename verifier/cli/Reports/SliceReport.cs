using System.Collections.Immutable;
using System.Linq;
using System.Text.Json.Nodes;
using Spectre.Console;
using Verifiable.Cli.Liquidation;
using Verifiable.Documents.Text;
using Verifiable.Engine.Accounts;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Liquidation;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Reports;

/// <summary>The slice of one account, the auction it is bought in, and what is left.</summary>
/// <param name="Solution">The slice.</param>
/// <param name="Inputs">What it was found from.</param>
/// <param name="Book">The account before.</param>
internal sealed record SliceReport(SliceSolution Solution, LiquidationInputs Inputs, Book Book)
{
    internal const string Schema = "verifiable/slice/1";

    private const int PpmPlaces = 6;
    private const int Steps = 12;
    private const long OnePercent = Ratio.One / 100;

    private LiquidationRule Rule => Inputs.Rule;

    private AssetId Settlement => Inputs.Settlement;

    private bool IsSliced => Solution.Outcome != SliceOutcome.Healthy;

    private string OutcomeName => Solution.Outcome switch
    {
        SliceOutcome.Healthy => "healthy",
        SliceOutcome.Restored => "restored",
        _ => "insolvent",
    };

    private Book Left => IsSliced ? Slice.Remaining(Book, Solution.FractionPpm, Solution.Received) : Book;

    /// <summary>The auction of an account below maintenance; of another there is none.</summary>
    private ImmutableArray<AuctionStep> Path => IsSliced
        ? AuctionPath.Of(Solution.Before, Rule, Length / Steps)
        : [];

    private long Length => Solution.Before.Equity > 0
        ? Rule.Auction.FastSeconds + Rule.Auction.SlowSeconds
        : Rule.InsolventSeconds;

    /// <summary>Tables for people.</summary>
    internal void Print(Terminal terminal)
    {
        terminal.Out.Write(Figures());
        if (!IsSliced)
        {
            terminal.Answer("healthy: nothing may be taken");
            return;
        }

        terminal.Answer(
            $"{OutcomeName}: {Ppm(Solution.FractionPpm)} of everything for {Amount(Solution.Price.Raw)} {Settlement}");
        if (Solution.FractionPpm > Largest)
        {
            terminal.Answer(
                $"note: the vault sells at most {Ppm(Largest)} at that moment, which restores "
                + $"{100 + (Rule.Auction.Buffer.Raw / OnePercent)} % of maintenance: it would not sell this slice");
        }

        terminal.Out.Write(Auction());
        terminal.Out.Write(Rows());
    }

    /// <summary>The vault's largest slice at the moment of the bid.</summary>
    private int Largest => AuctionPath.At(Solution.Before, Rule, Rule.ElapsedSeconds).LargestFractionPpm;

    private Table Figures()
    {
        Table table = Tables.Columns($"figure, {Settlement}", "before", "after");
        table.Add("equity", Amount(Solution.Before.Equity), Amount(Solution.After.Equity));
        table.Add(
            "initial margin", Amount(Solution.Before.InitialMargin), Amount(Solution.After.InitialMargin));
        table.Add(
            "maintenance margin",
            Amount(Solution.Before.MaintenanceMargin),
            Amount(Solution.After.MaintenanceMargin));
        return table;
    }

    private Table Auction()
    {
        Table table = Tables.Columns("after", "discount", "the vault's largest slice", "its price", "price of the whole");
        foreach (AuctionStep step in Path)
        {
            table.Add(
                DurationText.Format(step.ElapsedSeconds),
                Ratio12(step.Discount),
                Ppm(step.LargestFractionPpm),
                Amount(step.LargestPrice.Raw),
                Amount(step.WholePrice.Raw));
        }

        return table;
    }

    private Table Rows()
    {
        Table table = Tables.Columns("row", "held", "left");
        table.Add("cash", Amount(Book.Cash.Raw), Amount(Left.Cash.Raw));
        foreach (CollateralBalance held in Book.Collateral)
        {
            long left = Left.Collateral.FirstOrDefault(balance => balance.Asset == held.Asset).Amount.Raw;
            table.Add($"{held.Asset}", Units(held.Amount.Raw), Units(left));
        }

        foreach (Position held in Book.Positions)
        {
            long left = Left.Positions.FirstOrDefault(row => row.Instrument == held.Instrument).Quantity.Raw;
            table.Add(InstrumentText.Format(held.Instrument), Units(held.Quantity.Raw), Units(left));
        }

        return table;
    }

    /// <summary>A document for programs.</summary>
    internal JsonObject ToJson()
    {
        JsonObject answer = Inputs.Head(Schema, ("bookHash", LiquidationInputs.HashOf(Book)));
        answer["account"] = Book.Account.ToString();
        answer["sequence"] = Book.Sequence;
        answer["outcome"] = OutcomeName;
        answer["fraction"] = Ppm(Solution.FractionPpm);
        answer["price"] = Plain(Solution.Price.Raw);
        answer["settlement"] = Settlement.ToString();
        answer["before"] = ToJson(Solution.Before);
        answer["after"] = ToJson(Solution.After);
        answer["auction"] = new JsonArray([.. Path.Select(step => (JsonNode)new JsonObject
        {
            ["seconds"] = step.ElapsedSeconds,
            ["discount"] = Ratio12(step.Discount),
            ["largestFraction"] = Ppm(step.LargestFractionPpm),
            ["largestPrice"] = Plain(step.LargestPrice.Raw),
            ["wholePrice"] = Plain(step.WholePrice.Raw),
        })]);
        answer["cash"] = Plain(Left.Cash.Raw);
        answer["collateral"] = new JsonArray([.. Left.Collateral.Select(balance => (JsonNode)new JsonObject
        {
            ["asset"] = balance.Asset.ToString(),
            ["amount"] = Units(balance.Amount.Raw),
        })]);
        answer["positions"] = new JsonArray([.. Left.Positions.Select(row => (JsonNode)new JsonObject
        {
            ["instrument"] = InstrumentText.Format(row.Instrument),
            ["quantity"] = Units(row.Quantity.Raw),
        })]);
        return answer;
    }

    private JsonObject ToJson(AccountFigures figures) => new()
    {
        ["equity"] = Plain(figures.Equity),
        ["initialMargin"] = Plain(figures.InitialMargin),
        ["maintenanceMargin"] = Plain(figures.MaintenanceMargin),
    };

    private string Amount(long raw) => ScenarioChart.Amount(raw, Settlement);

    private string Plain(long raw) => DecimalText.Format(raw, Money.DecimalsOf(Settlement));

    private static string Ppm(int fractionPpm) => DecimalText.Format(fractionPpm, PpmPlaces);

    private static string Ratio12(Ratio ratio) => DecimalText.Format(ratio.Raw, Ratio.Decimals);

    private static string Units(long raw) => DecimalText.Format(raw, Quantity.Decimals);
}
