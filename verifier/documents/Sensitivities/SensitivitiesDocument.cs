using Verifiable.Documents.Json;
using Verifiable.Engine.Risk;

namespace Verifiable.Documents;

/// <summary>The sensitivities document: the Greeks of one book under one model.</summary>
/// <param name="Head">What it is of.</param>
/// <param name="Sensitivities">The Greeks.</param>
public sealed record SensitivitiesDocument(DocumentHead Head, BookSensitivities Sensitivities)
{
    /// <summary>The value of the member <c>schema</c>.</summary>
    public const string Schema = "verifiable/sensitivities/1";

    /// <summary>The bytes of a document.</summary>
    public static byte[] Write(SensitivitiesDocument document) =>
        JsonText.Write(Schema, writer => SensitivitiesJsonWriter.Write(writer, document));
}
