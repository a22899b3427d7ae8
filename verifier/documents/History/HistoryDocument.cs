using System;
using System.Collections.Immutable;
using Verifiable.Documents.Json;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>
/// The history document: closes of several assets at common moments, with what was found wrong in their file and
/// accepted by name.
/// </summary>
/// <param name="Quote">The currency of every price.</param>
/// <param name="IntervalSeconds">The usual time from one bar to the next.</param>
/// <param name="Source">The file it was imported from; not hashed.</param>
/// <param name="Accepted">
/// Names of problems that somebody has looked at, as <c>gap:ALGO</c>, ascending; not hashed.
/// </param>
/// <param name="Assets">The assets, strictly ascending.</param>
/// <param name="Breaks">
/// Bars from which on an asset's name means something else, as after a redenomination: the step to them is no return.
/// Ascending by asset, then time.
/// </param>
/// <param name="Times">When each row's bars begin, strictly ascending.</param>
/// <param name="Closes">One row a time, one close an asset; zero where the asset has no bar.</param>
public sealed record HistoryDocument(
    AssetId Quote,
    long IntervalSeconds,
    HistorySource Source,
    ImmutableArray<string> Accepted,
    ImmutableArray<UnderlyingId> Assets,
    ImmutableArray<HistoryBreak> Breaks,
    ImmutableArray<Instant> Times,
    ImmutableArray<Price> Closes)
{
    /// <summary>The value of the member <c>schema</c>.</summary>
    public const string Schema = "verifiable/history/1";

    /// <summary>Largest document accepted, 256 MiB.</summary>
    public const int MaxBytes = 256 << 20;

    /// <summary>Most assets in a document.</summary>
    public const int MaxAssets = 255;

    /// <summary>Most rows in a document: a year of half minutes.</summary>
    public const int MaxRows = 1 << 20;

    /// <summary>The close of an asset in a row; zero where there is none.</summary>
    /// <param name="row">The row's index.</param>
    /// <param name="asset">The asset's index.</param>
    public Price CloseOf(int row, int asset) => Closes[(row * Assets.Length) + asset];

    /// <summary>Reads a document; its assets may be in any order.</summary>
    /// <param name="json">The document's bytes.</param>
    /// <param name="file">The file's name, for refusals.</param>
    /// <exception cref="MarginException">What is wrong, and where.</exception>
    public static HistoryDocument Read(ReadOnlySpan<byte> json, string file)
    {
        JsonCursor cursor = new(json, file, MaxBytes);
        cursor.RequireSchema(Schema);
        HistoryDocument document = HistoryJsonReader.Read(ref cursor);
        cursor.End();
        return document;
    }

    /// <summary>The bytes of a document; they read back as the same document.</summary>
    public static byte[] Write(HistoryDocument document) =>
        JsonText.Write(Schema, writer => HistoryJsonWriter.Write(writer, document));
}

/// <summary>Where a history comes from.</summary>
/// <param name="File">The file's name, without its folder.</param>
/// <param name="Hash">Keccak-256 of the file's text, expanded if the file is compressed.</param>
public readonly record struct HistorySource(string File, Bytes32 Hash);

/// <summary>A bar that goes on under an asset's name with something else.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Time">When the first bar of the other begins.</param>
public readonly record struct HistoryBreak(UnderlyingId Asset, Instant Time);
