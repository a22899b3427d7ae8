using System;
using System.Collections.Immutable;
using Verifiable.Documents.Json;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;

namespace Verifiable.Documents;

/// <summary>The trade document: the margin of a book before and after trades at the mark, and the difference.</summary>
/// <param name="Head">What it is of: the book before.</param>
/// <param name="Trades">The trades.</param>
/// <param name="Before">The margin before.</param>
/// <param name="After">The margin after.</param>
public sealed record TradeDocument(
    DocumentHead Head, ImmutableArray<Trade> Trades, TradeSide Before, TradeSide After)
{
    /// <summary>The value of the member <c>schema</c>.</summary>
    public const string Schema = "verifiable/trade/1";

    /// <summary>The figures that both sides have, in the order of documents.</summary>
    public static ImmutableArray<TradeFigure> Figures { get; } =
    [
        new("cash", "cash", static side => side.Book.Cash.Raw),
        new("equity", "equity", static side => side.Result.Equity.Raw),
        new("initialMargin", "initial margin", static side => side.Result.InitialMargin.Raw),
        new("maintenanceMargin", "maintenance margin", static side => side.Result.MaintenanceMargin.Raw),
        new("excess", "excess", static side => side.Result.Excess.Raw),
        new("valueAtRisk", "value at risk", static side => side.Result.ValueAtRisk.Raw),
        new("expectedShortfall", "expected shortfall", static side => side.Result.ExpectedShortfall.Raw),
        new("worstLoss", "worst loss", static side => side.Result.WorstLoss.Raw),
    ];

    /// <summary>The bytes of a document.</summary>
    public static byte[] Write(TradeDocument document) =>
        JsonText.Write(Schema, writer => TradeJsonWriter.Write(writer, document));
}

/// <summary>One side of a trade: the book and its margin.</summary>
/// <param name="Book">The book.</param>
/// <param name="WorstLabel">The label of its worst scenario; empty where there is none.</param>
/// <param name="Result">Its margin.</param>
public sealed record TradeSide(Book Book, string WorstLabel, MarginResult Result);

/// <summary>A figure that both sides have.</summary>
/// <param name="Name">Its name in documents.</param>
/// <param name="Words">Its name for people.</param>
/// <param name="Of">Reads it off a side, raw money.</param>
public readonly record struct TradeFigure(string Name, string Words, Func<TradeSide, long> Of);
