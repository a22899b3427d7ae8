using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>The move of one factor as a document gives it.</summary>
/// <param name="Shock">The move.</param>
/// <param name="Column">What happens to volatility, which is the scenario's.</param>
/// <param name="IsResidual">Whether the spot's move is a residual.</param>
internal readonly record struct ShockRow(Shock Shock, VolatilityColumn Column, bool IsResidual)
{
    /// <summary>Whether the spot moves.</summary>
    internal bool MovesSpot => Shock.SpotFactorQ40 != (IsResidual ? 0 : FactorQ40.One);
}

/// <summary>Reads the move of one factor.</summary>
internal static class ShockJsonReader
{
    private const long MaxFactorRaw = 64 * Ratio.One;

    private const long MaxResidualRaw = 64 * Ratio.One;

    private static readonly JsonShape ShockShape = new(["volatility"], ["spot", "residual", "rate"]);
    private static readonly JsonShape FactorShape = new("factor");

    internal static ShockRow Read(ref JsonCursor cursor)
    {
        long? factorRaw = null;
        long? residualRaw = null;
        long volatilityFactorQ40 = FactorQ40.One;
        VolatilityColumn column = VolatilityColumn.None;
        Ratio rate = default;
        JsonMembers members = cursor.BeginObject(ShockShape);
        while (cursor.NextMember(ref members))
        {
            switch (cursor.Member)
            {
                case "spot":
                    factorRaw = cursor.Decimal(Ratio.Decimals, -Ratio.One, Ratio.MaxRaw) + Ratio.One;
                    RequireFactor(ref cursor, factorRaw.Value);
                    break;
                case "residual":
                    residualRaw = cursor.Decimal(Ratio.Decimals, -MaxResidualRaw, MaxResidualRaw);
                    break;
                case "volatility":
                    column = ReadColumn(ref cursor, out volatilityFactorQ40);
                    break;
                case "rate":
                    rate = cursor.Ratio();
                    break;
            }
        }

        if (factorRaw is null == residualRaw is null)
        {
            ErrorCode code = factorRaw is null ? ErrorCode.MemberMissing : ErrorCode.DocumentInconsistent;
            cursor.RefuseAt("spot", code, string.Empty, "one of spot and residual");
        }

        long moveQ40 = FactorQ40.FromRaw(factorRaw ?? residualRaw!.Value);
        return new ShockRow(new Shock(moveQ40, volatilityFactorQ40, rate), column, factorRaw is null);
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
