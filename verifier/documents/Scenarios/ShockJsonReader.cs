using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>Reads the move of one factor.</summary>
internal static class ShockJsonReader
{
    private const long MaxFactorRaw = 64 * Ratio.One;

    private static readonly JsonShape ShockShape = new(["spot", "volatility"], ["rate"]);
    private static readonly JsonShape FactorShape = new("factor");

    internal static (Shock Shock, VolatilityColumn Column) Read(ref JsonCursor cursor)
    {
        long spotRaw = 0;
        long volatilityFactorQ40 = FactorQ40.One;
        VolatilityColumn column = VolatilityColumn.None;
        Ratio rate = default;
        JsonMembers members = cursor.BeginObject(ShockShape);
        while (cursor.NextMember(ref members))
        {
            switch (cursor.Member)
            {
                case "spot":
                    spotRaw = cursor.Decimal(Ratio.Decimals, -Ratio.One, Ratio.MaxRaw);
                    RequireFactor(ref cursor, spotRaw + Ratio.One);
                    break;
                case "volatility":
                    column = ReadColumn(ref cursor, out volatilityFactorQ40);
                    break;
                case "rate":
                    rate = cursor.Ratio();
                    break;
            }
        }

        return (new Shock(FactorQ40.FromRaw(spotRaw + Ratio.One), volatilityFactorQ40, rate), column);
    }

    private static VolatilityColumn ReadColumn(ref JsonCursor cursor, out long factorQ40)
    {
        factorQ40 = FactorQ40.One;
        if (cursor.Token == JsonTokenType.StartObject)
        {
            factorQ40 = ReadFactor(ref cursor);
            return VolatilityColumn.Own;
        }

        return (VolatilityColumn)cursor.OneOf(ScenarioNames.Columns);
    }

    private static long ReadFactor(ref JsonCursor cursor)
    {
        long factorRaw = 0;
        JsonMembers members = cursor.BeginObject(FactorShape);
        while (cursor.NextMember(ref members))
        {
            factorRaw = cursor.Decimal(Ratio.Decimals, 0, Ratio.MaxRaw);
            RequireFactor(ref cursor, factorRaw);
        }

        return FactorQ40.FromRaw(factorRaw);
    }

    private static void RequireFactor(ref JsonCursor cursor, long factorRaw)
    {
        if (factorRaw > MaxFactorRaw)
        {
            cursor.Refuse(ErrorCode.ScenarioFactorTooLarge, cursor.Text(string.Empty), "a factor up to 64");
        }
    }
}
