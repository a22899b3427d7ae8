using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>The members of a covariance document.</summary>
internal static class CovarianceJsonWriter
{
    internal static void Write(Utf8JsonWriter writer, CovarianceDocument document)
    {
        writer.WriteString("covarianceHash", CovarianceRows.Hash(document).ToString());
        writer.WriteString("historyHash", document.History.ToString());
        writer.WriteInstant("from", document.From);
        writer.WriteInstant("to", document.To);
        writer.WriteString("bar", DurationText.Format(document.BarSeconds));
        writer.WriteNumber("observations", document.Observations);
        WriteEstimator(writer, document.Estimator);
        writer.WriteStartArray("opinions");
        foreach (CorrelationOpinion opinion in document.Opinions)
        {
            writer.WriteStartObject();
            writer.WriteString("first", opinion.First.ToString());
            writer.WriteString("second", opinion.Second.ToString());
            writer.WriteRatio("correlation", opinion.Correlation);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("repair");
        writer.WriteString("method", CovarianceNames.Of(document.Repair.Method));
        writer.WriteRatio("smallestBefore", document.Repair.SmallestBefore);
        writer.WriteRatio("smallestAfter", document.Repair.SmallestAfter);
        writer.WriteEndObject();
        WriteMatrix(writer, document);
    }

    private static void WriteEstimator(Utf8JsonWriter writer, CovarianceEstimator estimator)
    {
        writer.WriteStartObject("estimator");
        writer.WriteString("method", CovarianceNames.Of(estimator.Method));
        writer.WriteString("volatilityFloor", CovarianceNames.Floors[estimator.IsFloored ? 1 : 0]);
        WriteOptional("lambda", estimator.Lambda);
        if (estimator.SeedBars is int bars)
        {
            writer.WriteNumber("seedBars", bars);
        }

        WriteOptional("shock", estimator.Shock);
        WriteOptional("memory", estimator.Memory);
        WriteOptional("intensity", estimator.Intensity);
        writer.WriteEndObject();

        void WriteOptional(string member, Ratio? parameter)
        {
            if (parameter is { } ratio)
            {
                writer.WriteRatio(member, ratio);
            }
        }
    }

    private static void WriteMatrix(Utf8JsonWriter writer, CovarianceDocument document)
    {
        writer.WriteStartArray("underlyings");
        for (int row = 0; row < document.Underlyings.Length; row++)
        {
            writer.WriteStartObject();
            writer.WriteString("underlying", document.Underlyings[row].ToString());
            writer.WriteVolatility("volatility", document.Volatilities[row]);
            writer.WriteStartArray("correlations");
            for (int column = 0; column < document.Underlyings.Length; column++)
            {
                writer.WriteStringValue(
                    DecimalText.Format(document.CorrelationOf(row, column).Raw, Ratio.Decimals));
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
