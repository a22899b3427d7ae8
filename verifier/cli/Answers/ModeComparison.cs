using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Margin;
using Verifiable.Kernel;

namespace Verifiable.Cli.Answers;

/// <summary>Margins one book under several models.</summary>
internal static class ModeComparison
{
    /// <summary>What is compared without being named, least netting first.</summary>
    internal static ImmutableArray<string> Shipped { get; } =
        ["isolated-1.0", "cross-1.0", "portfolio-scan-1.0", "portfolio-1.0"];

    /// <summary>Margins the book under every mode; one that cannot margin it says why.</summary>
    /// <param name="inputs">The documents, with the model that the command names.</param>
    /// <param name="model">That model's name, as the command line has it.</param>
    /// <param name="further">More models, named as <c>--model</c> is.</param>
    /// <exception cref="MarginException">No mode can margin the book: why the command's own model cannot.</exception>
    internal static ComparisonDocument Of(MarginInputs inputs, string model, IEnumerable<string> further)
    {
        string[] names = [.. Shipped.Append(model).Concat(further).Distinct()];
        ComparedMode[] modes =
            [.. names.Select(name => ModeOf(name, name == model ? inputs : inputs.UnderModel(name), inputs))];
        return modes.Any(static mode => mode.Result is not null)
            ? new ComparisonDocument(
                CurrentEngine.Id,
                MarketRows.Hash(inputs.Market, 0),
                BookRows.Hash(inputs.Book.Book, default),
                inputs.Book.Book.Account,
                inputs.Book.Book.Sequence,
                inputs.Market.ObservedAt,
                inputs.Model.Parameters.Settlement,
                [.. modes])
            : throw modes.First(mode => mode.Name == model).Refusal!;
    }

    private static ComparedMode ModeOf(string name, MarginInputs under, MarginInputs own)
    {
        MarginResult? result = null;
        MarginException? refusal = null;
        try
        {
            under.RequireSettlement(own.Model.Parameters.Settlement, name);
            result = under.Compute();
        }
        catch (MarginException refused)
        {
            refusal = refused;
        }

        return new ComparedMode(
            name,
            under.Model.Parameters.Rule,
            ModelId.Hash(
                CurrentEngine.Id,
                ParameterRows.Hash(under.Model.Parameters),
                ScenarioRows.Hash(under.Scenarios.Set)),
            result is null ? string.Empty : under.WorstLabel(result),
            result,
            refusal);
    }
}
