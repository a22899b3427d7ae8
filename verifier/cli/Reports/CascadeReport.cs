using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using Spectre.Console;
using Verifiable.Cli.Liquidation;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Liquidation;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Reports;

/// <summary>A cascade round by round.</summary>
/// <param name="Cascade">The cascade, at its end.</param>
/// <param name="Inputs">What it was computed from.</param>
/// <param name="Rule">What drove it.</param>
/// <param name="FundBefore">What the insurance fund held.</param>
/// <param name="Books">The accounts before, for their hash.</param>
/// <param name="Made">How the accounts were made; null where they were read.</param>
internal sealed record CascadeReport(
    Cascade Cascade,
    LiquidationInputs Inputs,
    CascadeRule Rule,
    Money FundBefore,
    IReadOnlyCollection<Book> Books,
    MadeAccounts? Made)
{
    private const string Definitions =
        "traded: delta of what was taken, without sign; bad debt: what insolvent accounts owed and what their takers "
        + "were paid; fund, socialised: who paid it; equity after: of all accounts, on the round's prices";

    private AssetId Settlement => Inputs.Settlement;

    /// <summary>Whether the cascade came to rest and every bad debt was paid.</summary>
    internal bool IsSettled =>
        Cascade.Outcome == CascadeOutcome.FixedPoint && Sum(static round => round.Uncovered) == 0;

    private string OutcomeName => Cascade.Outcome == CascadeOutcome.FixedPoint ? "fixedPoint" : "roundLimit";

    /// <summary>Tables for people.</summary>
    internal void Print(Terminal terminal)
    {
        terminal.Out.Write(Rounds());
        terminal.Answer(Definitions);
        terminal.Out.Write(Prices());
        terminal.Answer(Cascade.Outcome == CascadeOutcome.FixedPoint
            ? $"fixed point: no account of {Cascade.Accounts.Count} is below maintenance"
            : $"stopped after {Cascade.Rounds.Count} rounds: the last one still liquidated");
        terminal.Answer(
            $"bad debt {Amount(Sum(static round => round.BadDebt))} {Settlement}: "
            + $"fund {Amount(Sum(static round => round.FundPaid))}, "
            + $"socialised {Amount(Sum(static round => round.Socialised))}, "
            + $"uncovered {Amount(Sum(static round => round.Uncovered))}; "
            + $"{Amount(Cascade.Fund.Balance)} are left in the fund");
    }

    private Table Rounds()
    {
        Table table = Tables.Columns(
            $"round, {Settlement}",
            "liquidated",
            "insolvent",
            "traded",
            "bad debt",
            "fund",
            "socialised",
            "equity after");
        foreach ((int index, CascadeRound round) in Cascade.Rounds.Index())
        {
            table.Add(
                Number(index + 1),
                Number(round.Liquidated),
                Number(round.Insolvent),
                Amount(round.Traded),
                Amount(round.BadDebt),
                Amount(round.FundPaid),
                Amount(round.Socialised),
                Amount(round.EquityAfter));
        }

        return table;
    }

    /// <summary>Spot before the shock, on which each round valued, and at the end.</summary>
    private Table Prices()
    {
        UnderlyingRound[] held = [.. Cascade.Rounds[0].Underlyings];
        Table table = Tables.Columns(
            $"spot, {Inputs.Market.Quote}", [.. held.Select(static one => one.Underlying.ToString())]);
        Row("before", held.Select(one => SpotOf(Inputs.Market, one.Underlying)));
        foreach ((int index, CascadeRound round) in Cascade.Rounds.Index())
        {
            Row($"round {Number(index + 1)}", round.Underlyings.Select(static one => one.Spot));
        }

        Row("end", held.Select(one => SpotOf(Cascade.Market, one.Underlying)));
        return table;

        void Row(string name, IEnumerable<Price> spots) => table.Add([name, .. spots.Select(Text)]);
    }

    /// <summary>A document for programs.</summary>
    internal JsonObject ToJson()
    {
        JsonObject answer = Inputs.Head("verifiable/cascade/1", ("booksHash", LiquidationInputs.HashOf(Books)));
        JsonObject rule = answer["rule"]!.AsObject();
        rule["impact"] = DecimalText.Format(Rule.Impact.PerMillion.Raw, Ratio.Decimals);
        rule["impactCap"] = DecimalText.Format(Rule.Impact.Cap.Raw, Ratio.Decimals);
        rule["maxRounds"] = Rule.MaxRounds;
        rule["fund"] = Plain(FundBefore.Raw);
        answer["made"] = Made is { } made
            ? new JsonObject
            {
                ["positions"] = made.Positions,
                ["seed"] = made.Seed.ToString(CultureInfo.InvariantCulture),
            }
            : null;
        answer["outcome"] = OutcomeName;
        answer["accounts"] = Cascade.Accounts.Count;
        answer["settlement"] = Settlement.ToString();
        answer["fund"] = Plain(Cascade.Fund.Balance);
        answer["badDebt"] = Plain(Sum(static round => round.BadDebt));
        answer["socialised"] = Plain(Sum(static round => round.Socialised));
        answer["uncovered"] = Plain(Sum(static round => round.Uncovered));
        answer["rounds"] = new JsonArray([.. Cascade.Rounds.Select(round => (JsonNode)ToJson(round))]);
        return answer;
    }

    private JsonObject ToJson(CascadeRound round) => new()
    {
        ["liquidated"] = round.Liquidated,
        ["insolvent"] = round.Insolvent,
        ["traded"] = Plain(round.Traded),
        ["equityBefore"] = Plain(round.EquityBefore),
        ["liquidatorGain"] = Plain(round.LiquidatorGain),
        ["debtTakenOver"] = Plain(round.DebtTakenOver),
        ["premium"] = Plain(round.Premium),
        ["fundPaid"] = Plain(round.FundPaid),
        ["socialised"] = Plain(round.Socialised),
        ["uncovered"] = Plain(round.Uncovered),
        ["equityAfter"] = Plain(round.EquityAfter),
        ["underlyings"] = new JsonArray([.. round.Underlyings.Select(one => (JsonNode)new JsonObject
        {
            ["underlying"] = one.Underlying.ToString(),
            ["spot"] = Text(one.Spot),
            ["sold"] = Plain(one.Sold),
            ["move"] = DecimalText.Format(one.Move.Raw, Ratio.Decimals),
        })]),
    };

    private Int128 Sum(Func<CascadeRound, Int128> part) =>
        Cascade.Rounds.Aggregate(Int128.Zero, (sum, round) => sum + part(round));

    private static Price SpotOf(MarketSnapshot market, UnderlyingId underlying) =>
        market.Underlyings.FirstOrDefault(listed => listed.Underlying == underlying)?.Spot ?? default;

    private static string Text(Price price) => DecimalText.Format(price.Raw, Price.Decimals);

    private string Amount(Int128 raw) => ScenarioChart.Amount(raw, Settlement);

    private string Plain(Int128 raw) => DecimalText.Format(raw, Money.DecimalsOf(Settlement));

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
