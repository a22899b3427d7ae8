using System;
using System.Collections.Immutable;
using Verifiable.Documents.Json;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>The stresses document: a named set of stresses.</summary>
/// <param name="Name">The set's name.</param>
/// <param name="Stresses">The stresses, each label once, in the document's order.</param>
public sealed record StressesDocument(string Name, ImmutableArray<Stress> Stresses)
{
    /// <summary>The value of the member <c>schema</c>.</summary>
    public const string Schema = "verifiable/stresses/1";

    /// <summary>Largest document accepted, 4 MiB.</summary>
    public const int MaxBytes = 4 << 20;

    /// <summary>Most stresses in a document.</summary>
    public const int MaxStresses = 1_000;

    /// <summary>Reads a document.</summary>
    /// <param name="json">The document's bytes.</param>
    /// <param name="file">The file's name, for refusals.</param>
    /// <exception cref="MarginException">What is wrong, and where.</exception>
    public static StressesDocument Read(ReadOnlySpan<byte> json, string file)
    {
        JsonCursor cursor = new(json, file, MaxBytes);
        cursor.RequireSchema(Schema);
        StressesDocument document = StressesJsonReader.Read(ref cursor);
        cursor.End();
        return document;
    }

    /// <summary>The bytes of a document; they read back as the same document.</summary>
    public static byte[] Write(StressesDocument document) =>
        JsonText.Write(Schema, writer => StressesJsonWriter.Write(writer, document));
}
