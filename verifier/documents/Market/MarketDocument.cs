using System;
using Verifiable.Documents.Json;
using Verifiable.Engine.Market;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>The market document: prices of one moment as JSON.</summary>
/// <remarks>
/// Reading is listing, so it refuses what the engine would otherwise have to clamp: prices under 0.01, volatilities
/// over 64, strikes too far from their forward, and expiries that have passed without a settlement price.
/// </remarks>
public static class MarketDocument
{
    /// <summary>The value of the member <c>schema</c>.</summary>
    public const string Schema = "verifiable/market/1";

    /// <summary>Largest document accepted, 64 MiB.</summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>Most underlyings in a snapshot.</summary>
    public const int MaxUnderlyings = 64;

    /// <summary>Reads a document; its lists may be in any order.</summary>
    /// <param name="json">The document's bytes.</param>
    /// <param name="file">The file's name, for refusals.</param>
    /// <returns>The snapshot with every list in canonical order.</returns>
    /// <exception cref="MarginException">What is wrong, and where.</exception>
    public static MarketSnapshot Read(ReadOnlySpan<byte> json, string file)
    {
        JsonCursor cursor = new(json, file, MaxBytes);
        cursor.RequireSchema(Schema);
        MarketSnapshot market = MarketJsonReader.Read(ref cursor);
        cursor.End();
        return market;
    }

    /// <summary>The document of a snapshot; it reads back as the same snapshot.</summary>
    public static byte[] Write(MarketSnapshot market) =>
        JsonText.Write(Schema, writer => MarketJsonWriter.Write(writer, market));
}
