using System;
using System.Collections.Immutable;
using Verifiable.Documents.Json;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>
/// The covariance document: volatilities and correlations of several underlyings, as one estimator found them in a
/// history. It carries its own hash, so that a number changed in it by hand or by accident is refused.
/// </summary>
/// <param name="History">The hash of the history that it was estimated from.</param>
/// <param name="From">When the first bar begins whose return was used.</param>
/// <param name="To">When the last one begins.</param>
/// <param name="BarSeconds">The length of a bar.</param>
/// <param name="Observations">How many returns, or residuals, the correlations are of.</param>
/// <param name="Estimator">How it was estimated.</param>
/// <param name="Opinions">Correlations that were set by hand, ascending.</param>
/// <param name="Repair">How the matrix became one of correlations.</param>
/// <param name="Underlyings">The underlyings, strictly ascending.</param>
/// <param name="Volatilities">The volatility of a year of each.</param>
/// <param name="Correlations">Row-major, symmetric, the diagonal exactly 1.</param>
public sealed record CovarianceDocument(
    Bytes32 History,
    Instant From,
    Instant To,
    long BarSeconds,
    int Observations,
    CovarianceEstimator Estimator,
    ImmutableArray<CorrelationOpinion> Opinions,
    CorrelationRepair Repair,
    ImmutableArray<UnderlyingId> Underlyings,
    ImmutableArray<Volatility> Volatilities,
    ImmutableArray<Ratio> Correlations)
{
    /// <summary>The value of the member <c>schema</c>.</summary>
    public const string Schema = "verifiable/covariance/1";

    /// <summary>Largest document accepted, 4 MiB: 255 underlyings are 65,025 correlations.</summary>
    public const int MaxBytes = 4 << 20;

    /// <summary>Most underlyings in a document: as many as a history has.</summary>
    public const int MaxUnderlyings = HistoryDocument.MaxAssets;

    /// <summary>The correlation of two underlyings by their index.</summary>
    public Ratio CorrelationOf(int row, int column) => Correlations[(row * Underlyings.Length) + column];

    /// <summary>Reads a document.</summary>
    /// <param name="json">The document's bytes.</param>
    /// <param name="file">The file's name, for refusals.</param>
    /// <exception cref="Kernel.MarginException">What is wrong, and where.</exception>
    public static CovarianceDocument Read(ReadOnlySpan<byte> json, string file)
    {
        JsonCursor cursor = new(json, file, MaxBytes);
        cursor.RequireSchema(Schema);
        CovarianceDocument document = CovarianceJsonReader.Read(ref cursor);
        cursor.End();
        return document;
    }

    /// <summary>The bytes of a document; they read back as the same document.</summary>
    public static byte[] Write(CovarianceDocument document) =>
        JsonText.Write(Schema, writer => CovarianceJsonWriter.Write(writer, document));
}
