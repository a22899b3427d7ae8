using System.Collections.Immutable;
using Verifiable.Documents.Json;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>The stress document: what each stress leaves of an account, and of which inputs.</summary>
/// <param name="EngineId">The engine.</param>
/// <param name="Inputs">What it was given.</param>
/// <param name="Account">The account.</param>
/// <param name="Sequence">The account's change counter.</param>
/// <param name="ObservedAt">The snapshot's time.</param>
/// <param name="Settlement">The currency of every amount.</param>
/// <param name="Stresses">The name of the set of stresses.</param>
/// <param name="Before">The account as it is.</param>
/// <param name="Outcomes">One a stress, in the set's order.</param>
public sealed record StressReport(
    Bytes32 EngineId,
    ResultInputs Inputs,
    Bytes32 Account,
    ulong Sequence,
    Instant ObservedAt,
    AssetId Settlement,
    string Stresses,
    MarginResult Before,
    ImmutableArray<StressOutcome> Outcomes)
{
    /// <summary>The value of the member <c>schema</c>.</summary>
    public const string Schema = "verifiable/stress/1";

    /// <summary>The bytes of the document.</summary>
    public static byte[] Write(StressReport report) =>
        JsonText.Write(Schema, writer => StressReportWriter.Write(writer, report));
}
