using System.Collections.Immutable;
using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Documents.Text;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>The members of a model document.</summary>
internal static class ModelJsonWriter
{
    internal static void Write(Utf8JsonWriter writer, ModelDocument document)
    {
        switch (document.Parameters)
        {
            case ModelParameters portfolio:
                Write(writer, portfolio, document.ScenarioHash);
                break;
            case UndiscountedPortfolioParameters undiscounted:
                UndiscountedPortfolioJson.Write(writer, undiscounted, document.ScenarioHash);
                break;
            case StandardParameters standard:
                StandardJson.Write(writer, standard);
                break;
            case PriceBucketParameters buckets:
                PriceBucketJson.Write(writer, buckets);
                break;
            case SpanParameters span:
                SpanJson.Write(writer, span);
                break;
            case PositionParameters position:
                PositionJson.Write(writer, position);
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, ModelParameters model, Bytes32? hash)
    {
        writer.WriteString("name", model.Name);
        writer.WriteString("version", model.Version);
        if (hash is { } scenarioHash)
        {
            writer.WriteString("scenarios", scenarioHash.ToString());
        }

        writer.WriteString("settlement", model.Settlement.ToString());
        writer.WriteString("stableAsset", model.StableAsset.ToString());
        writer.WriteString("horizon", DurationText.Format(model.HorizonSeconds));
        WriteMeasure(writer, model.Measure);
        WriteStaged(writer, "multiplier", model.Multiplier);
        WriteVolatilityShock(writer, model.VolatilityShock);
        WriteSkew(writer, model.Skew);
        WriteDiscount(writer, model.Discount);
        WriteContingencies(writer, model);
        WriteHaircuts(writer, model.Haircuts);
        ExtensionJsonWriter.Write(writer, model);
    }

    private static void WriteMeasure(Utf8JsonWriter writer, MeasureParameters measure)
    {
        writer.WriteStartObject("measure");
        writer.WriteString("kind", MeasureNames.Kinds[(int)measure.Kind]);
        if (measure.Kind != MeasureKind.Scan)
        {
            writer.WriteRatio("confidence", new Ratio(measure.ConfidencePpm * MeasureNames.RawPerPpm));
        }

        if (measure.AtLeastWorst)
        {
            writer.WriteString("minimum", ExtensionNames.Minimums[0]);
        }

        if (measure.HorizonSeconds != 0)
        {
            writer.WriteString("horizon", DurationText.Format(measure.HorizonSeconds));
        }

        writer.WriteEndObject();
    }

    internal static void WriteVolatilityShock(Utf8JsonWriter writer, VolatilityShockParameters shock)
    {
        writer.WriteStartObject("volatilityShock");
        writer.WriteRatio("up", shock.Up);
        writer.WriteRatio("down", shock.Down);
        writer.WriteRatio("shortPower", shock.ShortPower);
        writer.WriteRatio("longPower", shock.LongPower);
        writer.WriteString("floor", DurationText.Format(shock.FloorSeconds));
        writer.WriteVolatility("minimumUp", shock.MinimumUp);
        writer.WriteEndObject();
    }

    private static void WriteSkew(Utf8JsonWriter writer, SkewParameters skew)
    {
        writer.WriteStartObject("skew");
        writer.WriteRatio("linearBase", skew.LinearBase);
        writer.WriteRatio("linearSlope", skew.LinearSlope);
        writer.WriteRatio("absoluteBase", skew.AbsoluteBase);
        writer.WriteRatio("absoluteSlope", skew.AbsoluteSlope);
        writer.WriteRatio("minimumWidth", skew.MinimumWidth);
        writer.WriteRatio("widthScale", skew.WidthScale);
        writer.WriteRatio("volatilityStatic", skew.VolatilityStatic);
        writer.WriteRatio("volatilityScale", skew.VolatilityScale);
        writer.WriteEndObject();
    }

    private static void WriteDiscount(Utf8JsonWriter writer, DiscountParameters discount)
    {
        writer.WriteStartObject("discount");
        writer.WriteStartObject("long");
        writer.WriteRatio("static", discount.LongStatic);
        writer.WriteRatio("rateMultiplier", discount.LongRateMultiplier);
        writer.WriteRatio("rateAdd", discount.LongRateAdd);
        writer.WriteEndObject();
        writer.WriteStartObject("short");
        writer.WriteRatio("static", discount.ShortStatic);
        writer.WriteRatio("rateMultiplier", discount.ShortRateMultiplier);
        writer.WriteRatio("rateAdd", discount.ShortRateAdd);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteContingencies(Utf8JsonWriter writer, ModelParameters model)
    {
        writer.WriteStartObject("contingencies");
        WriteBasis(writer, model.Basis);
        WriteStaged(writer, "perpetual", model.Perpetual);
        WriteStaged(writer, "shortOption", model.ShortOption);
        WriteConfidence(writer, model.Confidence);
        WritePeg(writer, model.Peg);
        ExtensionJsonWriter.WriteConcentration(writer, model);
        writer.WriteEndObject();
    }

    internal static void WriteBasis(Utf8JsonWriter writer, BasisParameters basis)
    {
        writer.WriteStartObject("basis");
        writer.WriteRatio("up", basis.Up);
        writer.WriteRatio("down", basis.Down);
        writer.WriteRatio("add", basis.Add);
        writer.WriteRatio("multiplier", basis.Multiplier);
        writer.WriteEndObject();
    }

    internal static void WriteConfidence(Utf8JsonWriter writer, ConfidenceParameters confidence)
    {
        writer.WriteStartObject("confidence");
        writer.WriteRatio("threshold", confidence.Threshold);
        writer.WriteRatio("factor", confidence.Factor);
        writer.WriteEndObject();
    }

    internal static void WritePeg(Utf8JsonWriter writer, PegParameters peg)
    {
        writer.WriteStartObject("peg");
        writer.WriteRatio("threshold", peg.Threshold);
        writer.WriteRatio("factor", peg.Factor);
        writer.WriteEndObject();
    }

    internal static void WriteHaircuts(Utf8JsonWriter writer, ImmutableArray<CollateralRule> haircuts)
    {
        writer.WriteStartArray("haircuts");
        foreach (CollateralRule rule in haircuts)
        {
            writer.WriteStartObject();
            writer.WriteString("asset", rule.Asset.ToString());
            writer.WriteRatio("initial", rule.Haircut.Initial);
            writer.WriteRatio("maintenance", rule.Haircut.Maintenance);
            writer.WriteRatio("confidenceFactor", rule.ConfidenceFactor);
            if (rule.RiskCancels != default)
            {
                writer.WriteString("riskCancels", rule.RiskCancels.ToString());
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    internal static void WriteStaged(Utf8JsonWriter writer, string member, StagedRatio ratio)
    {
        writer.WriteStartObject(member);
        writer.WriteRatio("initial", ratio.Initial);
        writer.WriteRatio("maintenance", ratio.Maintenance);
        writer.WriteEndObject();
    }
}
