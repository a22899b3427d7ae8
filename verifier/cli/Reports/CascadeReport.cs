using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using Spectre.Console;
using Verifiable.Documents.Text;
using Verifiable.Engine.Liquidation;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Reports;

/// <summary>A cascade round by round.</summary>
/// <param name="Cascade">The cascade, at its end.</param>
/// <param name="Before">The market before the shock.</param>
/// <param name="Settlement">The currency of the amounts.</param>
internal sealed record CascadeReport(Cascade Cascade, MarketSnapshot Before, AssetId Settlement)
{
    /// <summary>Whether the cascade came to rest and every bad debt was paid.</summary>
    internal bool IsSettled =>
        Cascade.Outcome == CascadeOutcome.FixedPoint && Sum(static round => round.Uncovered) == 0;

    private string OutcomeName => Cascade.Outcome == CascadeOutcome.FixedPoint ? "fixedPoint" : "roundLimit";

    /// <summary>A table for people, a document for programs.</summary>
    internal void Print(Terminal terminal)
    {
        if (terminal.IsJson)
        {
            terminal.AnswerJson(ToJson());
            return;
        }

        terminal.Out.Write(Rounds());
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
            "round", "liquidated", "insolvent", "traded", "bad debt", "fund", "socialised", "equity after");
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
        Table table = Tables.Columns("spot", [.. held.Select(static one => one.Underlying.ToString())]);
        Row("before", held.Select(one => SpotOf(Before, one.Underlying)));
        foreach ((int index, CascadeRound round) in Cascade.Rounds.Index())
        {
            Row($"round {Number(index + 1)}", round.Underlyings.Select(static one => one.Spot));
        }

        Row("end", held.Select(one => SpotOf(Cascade.Market, one.Underlying)));
        return table;

        void Row(string name, IEnumerable<Price> spots) => table.Add([name, .. spots.Select(Text)]);
    }

    private JsonObject ToJson() => new()
    {
        ["schema"] = "verifiable/cascade/1",
        ["outcome"] = OutcomeName,
        ["accounts"] = Cascade.Accounts.Count,
        ["settlement"] = Settlement.ToString(),
        ["fund"] = Plain(Cascade.Fund.Balance),
        ["badDebt"] = Plain(Sum(static round => round.BadDebt)),
        ["socialised"] = Plain(Sum(static round => round.Socialised)),
        ["uncovered"] = Plain(Sum(static round => round.Uncovered)),
        ["rounds"] = new JsonArray([.. Cascade.Rounds.Select(round => (JsonNode)ToJson(round))]),
    };

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
