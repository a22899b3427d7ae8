using System.Collections.Immutable;
using Verifiable.Documents.Json;
using Verifiable.Engine.Margin;

namespace Verifiable.Documents;

/// <summary>The stress document: what each stress leaves of an account, and of which inputs.</summary>
/// <param name="Head">What it is of.</param>
/// <param name="Stresses">The name of the set of stresses.</param>
/// <param name="Before">The account as it is.</param>
/// <param name="Outcomes">One a stress, in the set's order.</param>
public sealed record StressReport(
    DocumentHead Head,
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
