using System;
using System.Collections.Immutable;
using Verifiable.Documents.Json;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>The scenarios document: a scenario set with what people want to know of it.</summary>
/// <param name="Name">The set's name; not hashed.</param>
/// <param name="History">The hash of the price history it was calibrated from, if any; not hashed.</param>
/// <param name="Set">The scenarios, factors ascending.</param>
/// <param name="Kinds">Each scenario's kind; not hashed.</param>
public sealed record ScenariosDocument(
    string Name,
    Bytes32? History,
    ScenarioSet Set,
    ImmutableArray<ScenarioKind> Kinds)
{
    /// <summary>The value of the member <c>schema</c>.</summary>
    public const string Schema = "verifiable/scenarios/1";

    /// <summary>Largest document accepted, 256 MiB.</summary>
    public const int MaxBytes = 256 << 20;

    /// <summary>Reads a document; its factors may be in any order.</summary>
    /// <param name="json">The document's bytes.</param>
    /// <param name="file">The file's name, for refusals.</param>
    /// <exception cref="MarginException">What is wrong, and where.</exception>
    public static ScenariosDocument Read(ReadOnlySpan<byte> json, string file)
    {
        JsonCursor cursor = new(json, file, MaxBytes);
        cursor.RequireSchema(Schema);
        ScenariosDocument document = ScenariosJsonReader.Read(ref cursor);
        cursor.End();
        return document;
    }

    /// <summary>The bytes of a document; they read back as the same document.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.PrecisionLost"/>: a factor that no decimal of 12 places converts to.
    /// </exception>
    public static byte[] Write(ScenariosDocument document) =>
        JsonText.Write(Schema, writer => ScenariosJsonWriter.Write(writer, document));
}
