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
        ModelParameters model = document.Parameters;
        writer.WriteString("name", model.Name);
        writer.WriteString("version", model.Version);
        if (document.ScenarioHash is { } scenarioHash)
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
        WriteHaircuts(writer, model);
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

    private static void WriteVolatilityShock(Utf8JsonWriter writer, VolatilityShockParameters shock)
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
        writer.WriteStartObject("basis");
        writer.WriteRatio("up", model.Basis.Up);
        writer.WriteRatio("down", model.Basis.Down);
        writer.WriteRatio("add", model.Basis.Add);
        writer.WriteRatio("multiplier", model.Basis.Multiplier);
        writer.WriteEndObject();
        WriteStaged(writer, "perpetual", model.Perpetual);
        WriteStaged(writer, "shortOption", model.ShortOption);
        writer.WriteStartObject("confidence");
        writer.WriteRatio("threshold", model.Confidence.Threshold);
        writer.WriteRatio("factor", model.Confidence.Factor);
        writer.WriteEndObject();
        writer.WriteStartObject("peg");
        writer.WriteRatio("threshold", model.Peg.Threshold);
        writer.WriteRatio("factor", model.Peg.Factor);
        writer.WriteEndObject();
        ExtensionJsonWriter.WriteConcentration(writer, model);
        writer.WriteEndObject();
    }

    private static void WriteHaircuts(Utf8JsonWriter writer, ModelParameters model)
    {
        writer.WriteStartArray("haircuts");
        foreach (CollateralRule rule in model.Haircuts)
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

    private static void WriteStaged(Utf8JsonWriter writer, string member, StagedRatio ratio)
    {
        writer.WriteStartObject(member);
        writer.WriteRatio("initial", ratio.Initial);
        writer.WriteRatio("maintenance", ratio.Maintenance);
        writer.WriteEndObject();
    }
}
