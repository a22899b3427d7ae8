using System.Text.Json;
using Verifiable.Documents.Text;
using Verifiable.Engine.Risk;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>The members of a sensitivities document.</summary>
internal static class SensitivitiesJsonWriter
{
    internal static void Write(Utf8JsonWriter writer, SensitivitiesDocument document)
    {
        int places = Money.DecimalsOf(document.Head.Settlement);
        ResultJsonWriter.WriteHead(writer, document.Head);
        writer.WriteStartArray("positions");
        foreach (PositionSensitivities row in document.Sensitivities.Positions)
        {
            writer.WriteStartObject();
            writer.WriteString("instrument", InstrumentText.Format(row.Instrument));
            WriteMembers(writer, row.Sensitivities, places);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("underlyings");
        foreach (UnderlyingSensitivities row in document.Sensitivities.Underlyings)
        {
            writer.WriteStartObject();
            writer.WriteString("underlying", row.Underlying.ToString());
            WriteMembers(writer, row.Sensitivities, places);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("total");
        WriteCash(writer, document.Sensitivities.Total, places);
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, in Sensitivities sensitivities, int places)
    {
        writer.WriteString("delta", DecimalText.Format(sensitivities.DeltaRaw, Quantity.Decimals));
        writer.WriteString("gamma", DecimalText.Format(sensitivities.GammaRaw, Sensitivities.GammaDecimals));
        WriteCash(writer, sensitivities.Cash, places);
    }

    private static void WriteCash(Utf8JsonWriter writer, in CashSensitivities cash, int places)
    {
        writer.WriteString("cashDelta", DecimalText.Format(cash.Delta, places));
        writer.WriteString("cashGamma", DecimalText.Format(cash.Gamma, places));
        writer.WriteString("vega", DecimalText.Format(cash.Vega, places));
        writer.WriteString("theta", DecimalText.Format(cash.Theta, places));
        writer.WriteString("rho", DecimalText.Format(cash.Rho, places));
    }
}
