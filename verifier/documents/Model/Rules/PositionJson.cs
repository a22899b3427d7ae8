using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Documents.Text;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>The members of a model of the rules by position.</summary>
internal static class PositionJson
{
    private const int DollarPlaces = 6;

    private static readonly JsonShape Shape = RuleMembers.ShapeOf("defaultTier", "tiers", "option");
    private static readonly JsonShape TierShape = new(
        "initial", "maintenanceFraction", "openInterest", "lowerCap", "upperCap");
    private static readonly JsonShape UnderlyingTierShape = new(["underlying", .. TierShape.Names]);

    internal static ModelDocument Read(ref JsonCursor cursor, bool isPooled)
    {
        // Every member is required, so each of these is replaced before the model is returned.
        PositionParameters model = new(
            string.Empty, string.Empty, default, default, isPooled, default, [], null!, []);
        JsonMembers members = cursor.BeginObject(Shape);
        while (cursor.NextMember(ref members))
        {
            model = cursor.Member switch
            {
                "defaultTier" => model with { DefaultTier = ReadTier(ref cursor, TierShape).Tier },
                "tiers" => model with { Tiers = ReadTiers(ref cursor) },
                "option" => model with { Option = ShortOptionJson.Read(ref cursor) },
                _ => RuleMembers.Read(ref cursor, model),
            };
        }

        RuleMembers.RequireDollars(ref cursor, model);
        return new ModelDocument(model, null);
    }

    internal static void Write(Utf8JsonWriter writer, PositionParameters model)
    {
        RuleMembers.Write(writer, model);
        writer.WriteStartObject("defaultTier");
        WriteTier(writer, model.DefaultTier);
        writer.WriteEndObject();
        writer.WriteStartArray("tiers");
        foreach (UnderlyingTier named in model.Tiers)
        {
            writer.WriteStartObject();
            writer.WriteString("underlying", named.Underlying.ToString());
            WriteTier(writer, named.Tier);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        ShortOptionJson.Write(writer, model.Option);
        ModelJsonWriter.WriteHaircuts(writer, model.Haircuts);
    }

    private static void WriteTier(Utf8JsonWriter writer, LiquidityTier tier)
    {
        writer.WriteRatio("initial", tier.Initial);
        writer.WriteRatio("maintenanceFraction", tier.MaintenanceFraction);
        writer.WriteString("openInterest", DecimalText.Format(tier.OpenInterest.Raw, DollarPlaces));
        writer.WriteString("lowerCap", DecimalText.Format(tier.LowerCap.Raw, DollarPlaces));
        writer.WriteString("upperCap", DecimalText.Format(tier.UpperCap.Raw, DollarPlaces));
    }

    private static ImmutableArray<UnderlyingTier> ReadTiers(ref JsonCursor cursor)
    {
        List<UnderlyingTier> tiers = cursor.ReadRows(
            static (ref JsonCursor row) => ReadTier(ref row, UnderlyingTierShape));
        return cursor.Sort(
            tiers,
            static (left, right) => left.Underlying.Letters.CompareTo(right.Underlying.Letters),
            static tier => tier.Underlying.ToString());
    }

    private static UnderlyingTier ReadTier(ref JsonCursor cursor, JsonShape shape)
    {
        UnderlyingId underlying = default;
        LiquidityTier tier = default;
        JsonMembers members = cursor.BeginObject(shape);
        while (cursor.NextMember(ref members))
        {
            switch (cursor.Member)
            {
                case "underlying":
                    underlying = cursor.Underlying();
                    break;
                case "initial":
                    tier = tier with { Initial = cursor.Parameter(0, ParameterRange.MaxRaw) };
                    break;
                case "maintenanceFraction":
                    tier = tier with { MaintenanceFraction = cursor.Parameter(0, Ratio.One) };
                    break;
                default:
                    tier = ReadCap(ref cursor, tier);
                    break;
            }
        }

        if (tier.UpperCap.Raw != 0 && tier.UpperCap.Raw <= tier.LowerCap.Raw)
        {
            string upper = DecimalText.Format(tier.UpperCap.Raw, DollarPlaces);
            cursor.RefuseAt("upperCap", ErrorCode.ParameterOutOfRange, upper, "above lowerCap, or 0 for none");
        }

        return new UnderlyingTier(underlying, tier);
    }

    private static LiquidityTier ReadCap(ref JsonCursor cursor, LiquidityTier tier)
    {
        Money amount = new(cursor.Decimal(DollarPlaces, 0, Money.Limit - 1));
        return cursor.Member switch
        {
            "openInterest" => tier with { OpenInterest = amount },
            "lowerCap" => tier with { LowerCap = amount },
            _ => tier with { UpperCap = amount },
        };
    }
}
