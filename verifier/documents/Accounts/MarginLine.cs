using System.Buffers;
using System.Collections.Immutable;
using Verifiable.Documents.Json;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>One account's margin as a line of a file: the figures of a result document without its parts.</summary>
/// <param name="model">The model.</param>
/// <param name="scenarios">Its scenarios.</param>
internal sealed class MarginLine(MarginModel model, ScenarioSet scenarios)
{
    /// <summary>The value of the member <c>schema</c>.</summary>
    internal const string Schema = "verifiable/account/1";

    private readonly int _places = Money.DecimalsOf(model.Parameters.Settlement);
    private readonly bool _measuresTail = model.Parameters.MeasuresTail;
    private readonly ImmutableArray<Scenario> _scenarios = scenarios.Scenarios;

    /// <summary>Appends a line.</summary>
    internal void Append(IBufferWriter<byte> buffer, Book book, RuleFigures figures) =>
        JsonText.AppendLine(buffer, Schema, writer =>
        {
            Money initial = new(figures.InitialMargin);
            writer.WriteString("account", book.Account.ToString());
            writer.WriteNumber("sequence", book.Sequence);
            writer.WriteMoney("equity", new Money(figures.Equity), _places);
            writer.WriteMoney("initialMargin", initial, _places);
            writer.WriteMoney("maintenanceMargin", new Money(figures.MaintenanceMargin), _places);
            writer.WriteMoney("excess", new Money(figures.Equity - initial.Raw), _places);
            if (_measuresTail)
            {
                writer.WriteMoney("valueAtRisk", new Money(figures.ValueAtRisk), _places);
                writer.WriteMoney("expectedShortfall", new Money(figures.ExpectedShortfall), _places);
            }

            if (figures.WorstTotal < 0)
            {
                writer.WriteString("worst", _scenarios[figures.WorstScenario].Label);
                writer.WriteMoney("loss", new Money(-figures.WorstTotal), _places);
            }

            writer.WriteTexts("assumed", ResultNames.Of(figures.Assumed));
        });
}
