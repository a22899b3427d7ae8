using System;
using System.Collections.Immutable;
using Verifiable.Documents.Json;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>The book document: an account's holdings and open orders.</summary>
/// <param name="Book">The holdings.</param>
/// <param name="Settlement">The currency of cash and of every position: the model's.</param>
/// <param name="OpenOrders">Orders that have not traded, in the document's order.</param>
public sealed record BookDocument(Book Book, AssetId Settlement, ImmutableArray<OpenOrder> OpenOrders)
{
    /// <summary>The value of the member <c>schema</c>.</summary>
    public const string Schema = "verifiable/book/1";

    /// <summary>Largest document accepted, 4 MiB.</summary>
    public const int MaxBytes = 4 << 20;

    /// <summary>Most open orders in a document.</summary>
    public const int MaxOpenOrders = 4_096;

    /// <summary>The largest sequence a document holds: JSON readers elsewhere lose integers beyond 2^53.</summary>
    public const ulong MaxSequence = (1UL << 53) - 1;

    /// <summary>Reads a document; its lists may be in any order.</summary>
    /// <param name="json">The document's bytes.</param>
    /// <param name="file">The file's name, for refusals.</param>
    /// <param name="settlement">The model's settlement currency, which says how many places cash has.</param>
    /// <exception cref="MarginException">What is wrong, and where.</exception>
    public static BookDocument Read(ReadOnlySpan<byte> json, string file, AssetId settlement)
    {
        JsonCursor cursor = new(json, file, MaxBytes);
        cursor.RequireSchema(Schema);
        BookDocument document = BookJsonReader.Read(ref cursor, settlement);
        cursor.End();
        return document;
    }

    /// <summary>The bytes of a document; they read back as the same document.</summary>
    public static byte[] Write(BookDocument document) =>
        JsonText.Write(Schema, writer => BookJsonWriter.Write(writer, document));
}
