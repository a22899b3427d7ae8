using System.Collections.Immutable;
using Verifiable.Documents.Json;
using Verifiable.Engine.Margin;

namespace Verifiable.Documents;

/// <summary>
/// The explanation document: both requirements by holding and component, and scenarios by row; everything adds up.
/// </summary>
/// <param name="Head">What it is of.</param>
/// <param name="Result">The margin that is explained.</param>
/// <param name="Contributions">The requirements, divided.</param>
/// <param name="Profits">The scenarios that were asked for, divided.</param>
/// <param name="Labels">The label of each of these scenarios.</param>
public sealed record ExplanationDocument(
    DocumentHead Head,
    MarginResult Result,
    MarginContributions Contributions,
    ProfitMatrix Profits,
    ImmutableArray<string> Labels)
{
    /// <summary>The value of the member <c>schema</c>.</summary>
    public const string Schema = "verifiable/explanation/1";

    /// <summary>The words of contributors, each at the index of its enumeration member.</summary>
    public static ImmutableArray<string> Kinds { get; } =
        ["position", "order", "cancellingCollateral", "collateral", "account"];

    /// <summary>The bytes of a document.</summary>
    public static byte[] Write(ExplanationDocument document) =>
        JsonText.Write(Schema, writer => ExplanationJsonWriter.Write(writer, document));
}
