using System.Collections.Immutable;
using System.Linq;
using Verifiable.Documents.Json;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>The comparison document: one book under several margin models, side by side.</summary>
/// <param name="EngineId">The engine.</param>
/// <param name="MarketHash">Of the market snapshot.</param>
/// <param name="BookHash">Of the book.</param>
/// <param name="Account">The account.</param>
/// <param name="Sequence">The account's change counter.</param>
/// <param name="ObservedAt">The snapshot's time.</param>
/// <param name="Settlement">The currency of every amount.</param>
/// <param name="Modes">The models, in the order of the comparison.</param>
public sealed record ComparisonDocument(
    Bytes32 EngineId,
    Bytes32 MarketHash,
    Bytes32 BookHash,
    Bytes32 Account,
    ulong Sequence,
    Instant ObservedAt,
    AssetId Settlement,
    ImmutableArray<ComparedMode> Modes)
{
    /// <summary>The value of the member <c>schema</c>.</summary>
    public const string Schema = "verifiable/comparison/1";

    /// <summary>What is saved against: the first isolated model that margins the book; null without one.</summary>
    public ComparedMode? Baseline =>
        Modes.FirstOrDefault(static mode => mode is { Rule: MarginRule.Isolated, Result: not null });

    /// <summary>What a mode saves against the baseline; null where either has no figures.</summary>
    public CapitalSaved? SavedBy(ComparedMode mode) =>
        mode.Result is MarginResult result && Baseline?.Result is MarginResult isolated
            ? CapitalSaved.Of(isolated, result)
            : null;

    /// <summary>The bytes of a document.</summary>
    public static byte[] Write(ComparisonDocument document) =>
        JsonText.Write(Schema, writer => ComparisonJsonWriter.Write(writer, document));
}
