using System;
using System.Buffers.Binary;
using System.Linq;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Tests.Conformance.Margin;

/// <summary>
/// Where the numbers of a row of parameters stand, and a model of them: read without any check, and not by the code
/// that writes rows.
/// </summary>
internal static class ParameterNumbers
{
    internal const int Horizon = 4;
    internal const int Level = 40;
    internal const int Haircuts = 42;

    /// <summary>Words of a haircut, and of a concentration rule.</summary>
    internal const int RuleWords = 5;

    private const int WordBytes = 32;

    /// <summary>The first word of the second layout's members.</summary>
    internal static int Extension(ModelParameters model) => Haircuts + (RuleWords * model.Haircuts.Length);

    /// <summary>The first concentration rule.</summary>
    internal static int Concentration(ModelParameters model) => Extension(model) + 11;

    /// <summary>The model with the row's numbers.</summary>
    internal static ModelParameters Read(byte[] row, ModelParameters model)
    {
        int next = Horizon;
        ModelParameters read = model with
        {
            HorizonSeconds = Number(row, ref next),
            VolatilityShock = new VolatilityShockParameters(
                Ratio(row, ref next),
                Ratio(row, ref next),
                Ratio(row, ref next),
                Ratio(row, ref next),
                Number(row, ref next),
                new Volatility(Number(row, ref next))),
            Skew = new SkewParameters(
                Ratio(row, ref next),
                Ratio(row, ref next),
                Ratio(row, ref next),
                Ratio(row, ref next),
                Ratio(row, ref next),
                Ratio(row, ref next),
                Ratio(row, ref next),
                Ratio(row, ref next)),
            Discount = new DiscountParameters(
                Ratio(row, ref next),
                Ratio(row, ref next),
                Ratio(row, ref next),
                Ratio(row, ref next),
                Ratio(row, ref next),
                Ratio(row, ref next)),
            Basis = new BasisParameters(
                Ratio(row, ref next), Ratio(row, ref next), Ratio(row, ref next), Ratio(row, ref next)),
            Multiplier = Staged(row, ref next),
            Perpetual = Staged(row, ref next),
            ShortOption = Staged(row, ref next),
            Confidence = new ConfidenceParameters(Ratio(row, ref next), Ratio(row, ref next)),
            Peg = new PegParameters(Ratio(row, ref next), Ratio(row, ref next)),
        };
        next = Level;
        read = read with
        {
            Measure = model.Measure with { ConfidencePpm = (int)Number(row, ref next) },
            Haircuts = [.. model.Haircuts.Select((rule, at) => ReadHaircut(row, rule, Haircuts + (RuleWords * at)))],
        };
        return model.NeedsSecondLayout ? ReadExtension(row, read) : read;
    }

    private static CollateralRule ReadHaircut(byte[] row, CollateralRule rule, int first)
    {
        int next = first + 1;
        return rule with { Haircut = Staged(row, ref next), ConfidenceFactor = Ratio(row, ref next) };
    }

    private static ModelParameters ReadExtension(byte[] row, ModelParameters model)
    {
        int horizon = Extension(model) + 1;
        int credit = Extension(model) + 3;
        int tools = Extension(model) + 6;
        int rules = Concentration(model);
        return model with
        {
            Measure = model.Measure with { HorizonSeconds = Number(row, ref horizon) },
            Across = model.Across with { Credit = Ratio(row, ref credit) },
            Dynamic = model.Dynamic with { Buffer = Ratio(row, ref tools), StressedShare = Ratio(row, ref tools) },
            Credit = model.Credit with { Floor = Ratio(row, ref tools) },
            Concentration =
                [.. model.Concentration.Select((rule, at) => ReadConcentration(row, rule, rules + (RuleWords * at)))],
        };
    }

    private static ConcentrationRule ReadConcentration(byte[] row, ConcentrationRule rule, int first)
    {
        int next = first + 1;
        return rule with
        {
            Lower = new Quantity(Number(row, ref next)),
            Upper = new Quantity(Number(row, ref next)),
            Share = Staged(row, ref next),
        };
    }

    private static StagedRatio Staged(byte[] row, ref int next) => new(Ratio(row, ref next), Ratio(row, ref next));

    private static Ratio Ratio(byte[] row, ref int next) => new(Number(row, ref next));

    private static long Number(byte[] row, ref int next)
    {
        next++;
        return BinaryPrimitives.ReadInt64BigEndian(row.AsSpan((next * WordBytes) - sizeof(long)));
    }
}
