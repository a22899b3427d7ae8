using System;
using System.Collections.Immutable;
using Spectre.Console;
using Verifiable.Cli.Reports;
using Verifiable.Documents;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Answers;

/// <summary>What trades at the mark would change: each figure before, after, and the difference.</summary>
internal sealed class TradeAnswer : MarginAnswer
{
    private readonly TradeDocument _document;
    private readonly bool _measuresTail;

    /// <summary>Margins the book twice.</summary>
    /// <param name="inputs">The documents, with the book as it is.</param>
    /// <param name="trades">The trades.</param>
    internal TradeAnswer(MarginInputs inputs, ImmutableArray<Trade> trades)
    {
        MarginResult before = inputs.Compute();
        MarginInputs traded = inputs.After(trades);
        MarginResult after = traded.Compute();
        _measuresTail = inputs.Model.Parameters.MeasuresTail;
        _document = new TradeDocument(
            inputs.Head,
            trades,
            new TradeSide(inputs.Book.Book, inputs.WorstLabel(before), before),
            new TradeSide(traded.Book.Book, traded.WorstLabel(after), after));
    }

    internal override MarginResult Judged => _document.After.Result;

    internal override byte[] ToDocument() => TradeDocument.Write(_document);

    internal override void Print(IAnsiConsole console, long? limit)
    {
        Table trades = Tables.Columns("trade at the mark", "quantity");
        foreach (Trade trade in _document.Trades)
        {
            trades.Add(
                InstrumentText.Format(trade.Instrument),
                DecimalText.Format(trade.Quantity.Raw, Quantity.Decimals));
        }

        console.Write(trades);
        PrintFigures(console, limit);
        PrintComponents(console);
    }

    private void PrintFigures(IAnsiConsole console, long? limit)
    {
        Table figures = Tables.Columns(
            $"figure, {_document.Head.Settlement}", "before", "after", "difference");
        foreach (TradeFigure figure in TradeDocument.Figures)
        {
            if (_measuresTail || figure.Name is not ("valueAtRisk" or "expectedShortfall"))
            {
                Add(figures, figure.Words, figure.Of(_document.Before), figure.Of(_document.After));
            }
        }

        figures.Add("worst scenario", Worst(_document.Before), Worst(_document.After), Tables.Absent);
        figures.Add("health", Health(_document.Before), Health(_document.After), Tables.Absent);
        if (limit is long ratio)
        {
            string asked = DecimalText.Format(ratio, Ratio.Decimals);
            figures.Add("health asked for (--fail-under)", Tables.Absent, asked, Tables.Absent);
        }

        console.Write(figures);
    }

    private void PrintComponents(IAnsiConsole console)
    {
        Table components = Tables.Columns("component", "before", "after", "difference");
        for (int at = 0; at < _document.After.Result.Components.Length; at++)
        {
            MarginComponent before = _document.Before.Result.Components[at];
            MarginComponent after = _document.After.Result.Components[at];
            string name = ResultNames.Components[(int)after.Kind];
            Add(components, $"{name}, initial", before.Initial.Raw, after.Initial.Raw);
            Add(components, $"{name}, maintenance", before.Maintenance.Raw, after.Maintenance.Raw);
        }

        console.Write(components);
    }

    private void Add(Table table, string name, long before, long after) =>
        table.Add(name, Amount(before), Amount(after), Amount((Int128)after - before));

    private static string Worst(TradeSide side) => side.WorstLabel.Length > 0 ? side.WorstLabel : Tables.Absent;

    private static string Health(TradeSide side) => ResultNames.Health(side.Result) ?? Tables.Absent;

    private string Amount(Int128 raw) => ScenarioChart.Amount(raw, _document.Head.Settlement);
}
