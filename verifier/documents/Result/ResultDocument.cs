using System;
using Verifiable.Documents.Json;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>The result document: what the engine says of one account, and of which inputs.</summary>
/// <param name="EngineId">The engine.</param>
/// <param name="Inputs">What it was given.</param>
/// <param name="Account">The account.</param>
/// <param name="Sequence">The account's change counter.</param>
/// <param name="ObservedAt">The snapshot's time.</param>
/// <param name="Settlement">The currency of every amount.</param>
/// <param name="WorstLabel">The label of the worst scenario; empty where there is none; not hashed.</param>
/// <param name="Result">The result.</param>
public sealed record ResultDocument(
    Bytes32 EngineId,
    ResultInputs Inputs,
    Bytes32 Account,
    ulong Sequence,
    Instant ObservedAt,
    AssetId Settlement,
    string WorstLabel,
    MarginResult Result)
{
    /// <summary>The value of the member <c>schema</c>.</summary>
    public const string Schema = "verifiable/result/1";

    /// <summary>What the result is of.</summary>
    public DocumentHead Head => new(EngineId, Inputs, Account, Sequence, ObservedAt, Settlement);

    /// <summary>Largest document accepted, 64 MiB.</summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>Reads a document; what it derives from its own numbers must agree with them.</summary>
    /// <param name="json">The document's bytes.</param>
    /// <param name="file">The file's name, for refusals.</param>
    /// <exception cref="MarginException">What is wrong, and where.</exception>
    public static ResultDocument Read(ReadOnlySpan<byte> json, string file)
    {
        JsonCursor cursor = new(json, file, MaxBytes);
        cursor.RequireSchema(Schema);
        ResultDocument document = ResultJsonReader.Read(ref cursor);
        cursor.End();
        return document;
    }

    /// <summary>The bytes of a document; they read back as the same document.</summary>
    public static byte[] Write(ResultDocument document) =>
        JsonText.Write(Schema, writer => ResultJsonWriter.Write(writer, document));
}

/// <summary>The hashes of a result's inputs.</summary>
/// <param name="MarketHash">Of the market snapshot.</param>
/// <param name="ParametersHash">Of the model's parameters.</param>
/// <param name="ScenarioHash">Of the scenario set.</param>
/// <param name="BookHash">Of the book.</param>
public readonly record struct ResultInputs(
    Bytes32 MarketHash,
    Bytes32 ParametersHash,
    Bytes32 ScenarioHash,
    Bytes32 BookHash);
