using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Documents.Text;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>A model's optional members, each written only where the model has it.</summary>
internal static class ExtensionJsonWriter
{
    internal static void WriteConcentration(Utf8JsonWriter writer, ModelParameters model)
    {
        if (model.Concentration.IsEmpty)
        {
            return;
        }

        writer.WriteStartArray("concentration");
        foreach (ConcentrationRule rule in model.Concentration)
        {
            writer.WriteStartObject();
            writer.WriteString("underlying", rule.Underlying.ToString());
            writer.WriteString("lower", DecimalText.Format(rule.Lower.Raw, Quantity.Decimals));
            writer.WriteString("upper", DecimalText.Format(rule.Upper.Raw, Quantity.Decimals));
            writer.WriteRatio("initial", rule.Share.Initial);
            writer.WriteRatio("maintenance", rule.Share.Maintenance);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    internal static void Write(Utf8JsonWriter writer, ModelParameters model)
    {
        if (model.Across.Rule != AcrossRule.JointScenario)
        {
            writer.WriteString("acrossUnderlyings", ExtensionNames.AcrossRules[(int)model.Across.Rule]);
        }

        if (model.Across.Rule == AcrossRule.SumOfWorstsWithCredit)
        {
            writer.WriteRatio("offsetCredit", model.Across.Credit);
        }

        int moneyPlaces = Money.DecimalsOf(model.Settlement);
        WriteLimits(writer, model.Limits, moneyPlaces);
        WriteDynamic(writer, model.Dynamic);
        WriteCredit(writer, model.Credit, moneyPlaces);
        WriteCounterparties(writer, model.Counterparties);
    }

    private static void WriteLimits(Utf8JsonWriter writer, LimitParameters limits, int moneyPlaces)
    {
        if (limits == LimitParameters.None)
        {
            return;
        }

        writer.WriteStartObject("limits");
        if (limits.OptionValue != LimitParameters.Unlimited)
        {
            writer.WriteString("optionValue", DecimalText.Format(limits.OptionValue.Raw, moneyPlaces));
        }

        if (limits.UnrealisedProfit != LimitParameters.Unlimited)
        {
            writer.WriteString("unrealisedProfit", DecimalText.Format(limits.UnrealisedProfit.Raw, moneyPlaces));
        }

        writer.WriteEndObject();
    }

    private static void WriteDynamic(Utf8JsonWriter writer, DynamicParameters dynamic)
    {
        if (dynamic.Underlyings.IsEmpty)
        {
            return;
        }

        writer.WriteStartObject("dynamic");
        writer.WriteRatio("buffer", dynamic.Buffer);
        writer.WriteRatio("stressedShare", dynamic.StressedShare);
        writer.WriteStartArray("underlyings");
        foreach (DynamicRule rule in dynamic.Underlyings)
        {
            writer.WriteStartObject();
            writer.WriteString("underlying", rule.Underlying.ToString());
            writer.WriteVolatility("reference", rule.Reference);
            writer.WriteVolatility("stressed", rule.Stressed);
            writer.WriteVolatility("floor", rule.Floor);
            writer.WriteVolatility("release", rule.Release);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteCredit(Utf8JsonWriter writer, CreditParameters credit, int moneyPlaces)
    {
        if (credit.Lines.IsEmpty)
        {
            return;
        }

        writer.WriteStartObject("credit");
        writer.WriteRatio("floor", credit.Floor);
        writer.WriteStartArray("lines");
        foreach (CreditLine line in credit.Lines)
        {
            writer.WriteStartObject();
            writer.WriteString("account", line.Account.ToString());
            writer.WriteString("amount", DecimalText.Format(line.Amount.Raw, moneyPlaces));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteCounterparties(Utf8JsonWriter writer, CounterpartyParameters counterparties)
    {
        if (counterparties.Exposures.IsEmpty)
        {
            return;
        }

        writer.WriteStartObject("counterparties");
        writer.WriteNumber("largest", counterparties.Largest);
        writer.WriteStartArray("exposures");
        foreach (CounterpartyRule rule in counterparties.Exposures)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("assets");
            foreach (AssetId asset in rule.Assets)
            {
                writer.WriteStringValue(asset.ToString());
            }

            writer.WriteEndArray();
            writer.WriteRatio("lossGivenDefault", rule.LossGivenDefault);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
