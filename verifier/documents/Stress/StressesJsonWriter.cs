using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>The members of a stresses document; a member at its default is left out.</summary>
internal static class StressesJsonWriter
{
    internal static void Write(Utf8JsonWriter writer, StressesDocument document)
    {
        writer.WriteString("name", document.Name);
        writer.WriteStartArray("stresses");
        foreach (Stress stress in document.Stresses)
        {
            writer.WriteStartObject();
            writer.WriteString("label", stress.Label);
            writer.WriteString("source", stress.Source);
            writer.WriteString("assumption", stress.Assumption);
            WriteMoves(writer, stress);
            WriteMarket(writer, stress);
            WriteAccount(writer, stress);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteMoves(Utf8JsonWriter writer, Stress stress)
    {
        if (!stress.Moves.IsEmpty)
        {
            writer.WriteStartArray("moves");
            foreach (StressMove move in stress.Moves)
            {
                writer.WriteStartObject();
                writer.WriteString("underlying", move.Underlying.ToString());
                writer.WriteRatio("spot", move.Spot);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        WriteUnless(writer, "others", stress.Others, 0);
        if (stress.Direction != StressDirection.Given)
        {
            writer.WriteString("direction", StressText.Directions[(int)stress.Direction]);
        }
    }

    private static void WriteMarket(Utf8JsonWriter writer, Stress stress)
    {
        WriteUnless(writer, "volatility", stress.Volatility, Ratio.One);
        if (!stress.Assets.IsEmpty)
        {
            writer.WriteStartArray("assets");
            foreach (StressAsset move in stress.Assets)
            {
                writer.WriteStartObject();
                writer.WriteString("asset", move.Asset.ToString());
                writer.WriteRatio("price", move.Price);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (stress.ElapsedSeconds != 0)
        {
            writer.WriteString("elapsed", DurationText.Format(stress.ElapsedSeconds));
        }

        WriteUnless(writer, "confidence", stress.Confidence, Ratio.One);
    }

    private static void WriteAccount(Utf8JsonWriter writer, Stress stress)
    {
        WriteUnless(writer, "depth", stress.Depth, Ratio.One);
        if (stress.Spread is StressSpread spread)
        {
            writer.WriteStartObject("spread");
            writer.WriteRatio("price", spread.Price);
            writer.WriteRatio("volatility", spread.Volatility);
            writer.WriteEndObject();
        }

        if (stress.Defaults is StressDefaults defaults)
        {
            writer.WriteStartObject("defaults");
            writer.WriteNumber("largest", defaults.Largest);
            writer.WriteRatio("loss", defaults.Loss);
            writer.WriteEndObject();
        }
    }

    private static void WriteUnless(Utf8JsonWriter writer, string member, Ratio ratio, long defaultRaw)
    {
        if (ratio.Raw != defaultRaw)
        {
            writer.WriteRatio(member, ratio);
        }
    }
}
