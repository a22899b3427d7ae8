using Spectre.Console;
using Verifiable.Cli.Reports;
using Verifiable.Documents;
using Verifiable.Documents.Text;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Answers;

/// <summary>The margin of a book, as it stands.</summary>
internal sealed class ResultAnswer(MarginInputs inputs) : MarginAnswer
{
    private readonly MarginResult _result = inputs.Compute();
    private readonly AssetId _settlement = inputs.Model.Parameters.Settlement;

    internal override MarginResult Judged => _result;

    internal override byte[] ToDocument() => ResultDocument.Write(inputs.Document(_result));

    internal override string ToSvg() => ScenarioChart.ToSvg(_result, inputs.Scenarios.Set, _settlement);

    internal override string ToHtml() =>
        MarginReport.ToHtml("Margin", _result, inputs.Model.Parameters, inputs.Scenarios.Set, []);

    internal override void Print(IAnsiConsole console, long? limit)
    {
        PrintFigures(console, limit);
        PrintComponents(console);
    }

    private void PrintFigures(IAnsiConsole console, long? limit)
    {
        Table figures = Tables.Columns("figure", $"amount, {_settlement}");
        figures.Add("equity", Amount(_result.Equity));
        figures.Add("initial margin", Amount(_result.InitialMargin));
        figures.Add("maintenance margin", Amount(_result.MaintenanceMargin));
        figures.Add("excess", Amount(_result.Excess));
        if (ResultNames.HasWorst(_result))
        {
            figures.Add($"worst loss ({inputs.WorstLabel(_result)})", Amount(_result.WorstLoss));
        }
        else
        {
            figures.Add("worst loss", Tables.Absent);
        }

        figures.Add("health (equity / maintenance margin)", ResultNames.Health(_result) ?? Tables.Absent);
        if (limit is long ratio)
        {
            figures.Add("health asked for (--fail-under)", DecimalText.Format(ratio, Ratio.Decimals));
        }

        if (inputs.Model.Parameters.MeasuresTail)
        {
            figures.Add("value at risk", Amount(_result.ValueAtRisk));
            figures.Add("expected shortfall", Amount(_result.ExpectedShortfall));
        }

        console.Write(figures);
    }

    private void PrintComponents(IAnsiConsole console)
    {
        Table components = Tables.Columns("component", "initial", "maintenance");
        foreach (MarginComponent component in _result.Components)
        {
            components.Add(
                ResultNames.Components[(int)component.Kind],
                Amount(component.Initial),
                Amount(component.Maintenance));
        }

        console.Write(components);
        if (_result.Assumed != default)
        {
            console.WriteLine($"assumed: {string.Join(", ", ResultNames.Of(_result.Assumed))}");
        }
    }

    private string Amount(Money money) => ScenarioChart.Amount(money.Raw, _settlement);
}
