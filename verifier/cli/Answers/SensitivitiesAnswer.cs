using Spectre.Console;
using Verifiable.Cli.Reports;
using Verifiable.Documents;
using Verifiable.Documents.Text;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Risk;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Answers;

/// <summary>The Greeks of a book.</summary>
internal sealed class SensitivitiesAnswer(MarginInputs inputs) : MarginAnswer
{
    private readonly BookSensitivities _sensitivities = BookSensitivities.Of(inputs.Resolve());
    private readonly AssetId _settlement = inputs.Model.Parameters.Settlement;

    internal override MarginResult Judged => inputs.Compute();

    internal override byte[] ToDocument() =>
        SensitivitiesDocument.Write(new SensitivitiesDocument(inputs.Head, _sensitivities));

    internal override void Print(IAnsiConsole console, long? limit)
    {
        Table table = Tables.Columns(
            $"money in {_settlement}", "delta", "gamma", "cash delta", "cash gamma", "vega", "theta", "rho");
        foreach (PositionSensitivities row in _sensitivities.Positions)
        {
            table.Add(CellsOf(InstrumentText.Format(row.Instrument), row.Sensitivities));
        }

        foreach (UnderlyingSensitivities row in _sensitivities.Underlyings)
        {
            table.Add(CellsOf($"all of {row.Underlying}", row.Sensitivities));
        }

        table.Add(["total", Tables.Absent, Tables.Absent, .. CashOf(_sensitivities.Total)]);
        console.Write(table);
        console.WriteLine(
            "delta: futures that move alike; gamma: its change for a forward up by 1; cash delta: for a forward up by "
            + "all of itself; cash gamma: its change for one up by 0.01 of itself; vega, rho: for volatility, rate up "
            + "by 0.01; theta: for a day");
    }

    private string[] CellsOf(string name, in Sensitivities row) =>
    [
        name,
        DecimalText.Format(row.DeltaRaw, Quantity.Decimals),
        DecimalText.Format(row.GammaRaw, Sensitivities.GammaDecimals),
        .. CashOf(row.Cash),
    ];

    private string[] CashOf(in CashSensitivities cash) =>
    [
        ScenarioChart.Amount(cash.Delta, _settlement),
        ScenarioChart.Amount(cash.Gamma, _settlement),
        ScenarioChart.Amount(cash.Vega, _settlement),
        ScenarioChart.Amount(cash.Theta, _settlement),
        ScenarioChart.Amount(cash.Rho, _settlement),
    ];
}
