using System.Collections.Immutable;
using Verifiable.Documents.Json;
using Verifiable.Documents.Text;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>Reads the groups of a model's parameters, each number within its documented range.</summary>
internal static class ParameterJsonReader
{
    private static readonly JsonShape StagedShape = new("initial", "maintenance");
    private static readonly JsonShape VolatilityShockShape = new(
        "up", "down", "shortPower", "longPower", "floor", "minimumUp");
    private static readonly JsonShape SkewShape = new(
        "linearBase", "linearSlope", "absoluteBase", "absoluteSlope",
        "minimumWidth", "widthScale", "volatilityStatic", "volatilityScale");
    private static readonly JsonShape DiscountShape = new("long", "short");
    private static readonly JsonShape DiscountSideShape = new("static", "rateMultiplier", "rateAdd");
    private static readonly JsonShape BasisShape = new("up", "down", "add", "multiplier");
    private static readonly JsonShape ThresholdShape = new("threshold", "factor");
    private static readonly JsonShape MeasureShape = new(["kind"], ["confidence", "minimum", "horizon"]);
    private static readonly JsonShape HaircutShape = new(
        ["asset", "initial", "maintenance", "confidenceFactor"], ["riskCancels"]);

    /// <summary>A number for initial and one for maintenance margin, each from zero.</summary>
    internal static StagedRatio ReadStaged(ref JsonCursor cursor)
    {
        Ratio[] ratios = ReadRatios(ref cursor, StagedShape, 0, ParameterRange.MaxRaw);
        return new StagedRatio(ratios[0], ratios[1]);
    }

    /// <summary>The multipliers: maintenance above zero, initial at least maintenance.</summary>
    internal static StagedRatio ReadMultiplier(ref JsonCursor cursor)
    {
        StagedRatio multiplier = ReadStaged(ref cursor);
        if (multiplier.Maintenance.Raw == 0)
        {
            cursor.RefuseAt("maintenance", ErrorCode.ParameterOutOfRange, "0", "a multiplier above 0");
        }

        if (multiplier.Initial.Raw < multiplier.Maintenance.Raw)
        {
            string initial = DecimalText.Format(multiplier.Initial.Raw, Ratio.Decimals);
            cursor.RefuseAt("initial", ErrorCode.ParameterOutOfRange, initial, "at least the maintenance multiplier");
        }

        return multiplier;
    }

    internal static VolatilityShockParameters ReadVolatilityShock(ref JsonCursor cursor)
    {
        VolatilityShockParameters shock = new(default, default, default, default, 0, default);
        JsonMembers members = cursor.BeginObject(VolatilityShockShape);
        while (cursor.NextMember(ref members))
        {
            shock = cursor.Member switch
            {
                "up" => shock with { Up = cursor.Parameter(0, ParameterRange.MaxRaw) },
                "down" => shock with { Down = cursor.Parameter(0, ParameterRange.MaxRaw) },
                "shortPower" => shock with { ShortPower = cursor.Parameter(0, ParameterRange.MaxPowerRaw) },
                "longPower" => shock with { LongPower = cursor.Parameter(0, ParameterRange.MaxPowerRaw) },
                "floor" => shock with { FloorSeconds = cursor.Duration() },
                "minimumUp" => shock with { MinimumUp = cursor.Volatility() },
                _ => shock,
            };
        }

        return shock;
    }

    internal static SkewParameters ReadSkew(ref JsonCursor cursor)
    {
        Ratio[] ratios = ReadRatios(ref cursor, SkewShape, -ParameterRange.MaxRaw, ParameterRange.MaxRaw);
        SkewParameters skew = new(
            ratios[0], ratios[1], ratios[2], ratios[3], ratios[4], ratios[5], ratios[6], ratios[7]);
        if (skew.MinimumWidth.Raw <= 0)
        {
            // The width divides.
            string width = DecimalText.Format(skew.MinimumWidth.Raw, Ratio.Decimals);
            cursor.RefuseAt("minimumWidth", ErrorCode.ParameterOutOfRange, width, "a width above 0");
        }

        return skew;
    }

    internal static DiscountParameters ReadDiscount(ref JsonCursor cursor)
    {
        Ratio[] longSide = [];
        Ratio[] shortSide = [];
        JsonMembers members = cursor.BeginObject(DiscountShape);
        while (cursor.NextMember(ref members))
        {
            if (cursor.Member == "long")
            {
                longSide = ReadRatios(ref cursor, DiscountSideShape, 0, ParameterRange.MaxRaw);
            }
            else
            {
                shortSide = ReadRatios(ref cursor, DiscountSideShape, 0, ParameterRange.MaxRaw);
            }
        }

        return new DiscountParameters(
            longSide[0], longSide[1], longSide[2], shortSide[0], shortSide[1], shortSide[2]);
    }

    internal static BasisParameters ReadBasis(ref JsonCursor cursor)
    {
        BasisParameters basis = new(default, default, default, default);
        JsonMembers members = cursor.BeginObject(BasisShape);
        while (cursor.NextMember(ref members))
        {
            basis = cursor.Member switch
            {
                "up" => basis with { Up = cursor.Parameter(0, ParameterRange.MaxBasisUpRaw) },
                "down" => basis with { Down = cursor.Parameter(-Ratio.One, 0) },
                "add" => basis with { Add = cursor.Parameter(0, ParameterRange.MaxRaw) },
                _ => basis with { Multiplier = cursor.Parameter(0, ParameterRange.MaxRaw) },
            };
        }

        return basis;
    }

    internal static ConfidenceParameters ReadConfidence(ref JsonCursor cursor)
    {
        ConfidenceParameters confidence = new(default, default);
        JsonMembers members = cursor.BeginObject(ThresholdShape);
        while (cursor.NextMember(ref members))
        {
            confidence = cursor.Member == "threshold"
                ? confidence with { Threshold = cursor.Parameter(0, Ratio.One) }
                : confidence with { Factor = cursor.Parameter(0, ParameterRange.MaxRaw) };
        }

        return confidence;
    }

    internal static PegParameters ReadPeg(ref JsonCursor cursor)
    {
        Ratio[] ratios = ReadRatios(ref cursor, ThresholdShape, 0, ParameterRange.MaxRaw);
        return new PegParameters(ratios[0], ratios[1]);
    }

    internal static MeasureParameters ReadMeasure(ref JsonCursor cursor)
    {
        MeasureParameters measure = new(MeasureKind.Scan, 0);
        JsonMembers members = cursor.BeginObject(MeasureShape);
        while (cursor.NextMember(ref members))
        {
            measure = cursor.Member switch
            {
                "kind" => measure with { Kind = (MeasureKind)cursor.OneOf(MeasureNames.Kinds) },
                "confidence" => measure with { ConfidencePpm = ReadLevel(ref cursor) },
                "minimum" => measure with { AtLeastWorst = cursor.OneOf(ExtensionNames.Minimums) == 0 },
                _ => measure with { HorizonSeconds = ReadHorizon(ref cursor) },
            };
        }

        if (measure.Kind == MeasureKind.Scan && measure != new MeasureParameters(MeasureKind.Scan, 0))
        {
            string member = measure.ConfidencePpm != 0 ? "confidence" : measure.AtLeastWorst ? "minimum" : "horizon";
            cursor.RefuseAt(member, ErrorCode.MemberUnknown, string.Empty, $"no {member}: a scan has none");
        }

        if (measure.Kind != MeasureKind.Scan && measure.ConfidencePpm == 0)
        {
            cursor.RefuseAt("confidence", ErrorCode.MemberMissing, string.Empty, "the member confidence");
        }

        return measure;
    }

    private static int ReadLevel(ref JsonCursor cursor)
    {
        long levelRaw = cursor.Parameter(1, Ratio.One - 1).Raw;
        if (levelRaw % MeasureNames.RawPerPpm != 0)
        {
            cursor.Refuse(ErrorCode.ConfidenceNotRepresentable, cursor.Text(string.Empty), "a multiple of 0.000001");
        }

        return (int)(levelRaw / MeasureNames.RawPerPpm);
    }

    /// <summary>A horizon of nothing would mean the model's own, which is written by leaving the member out.</summary>
    private static long ReadHorizon(ref JsonCursor cursor)
    {
        long seconds = cursor.Duration();
        if (seconds == 0)
        {
            cursor.Refuse(ErrorCode.ParameterOutOfRange, cursor.Text(string.Empty), "a horizon above 0s");
        }

        return seconds;
    }

    internal static ImmutableArray<CollateralRule> ReadHaircuts(ref JsonCursor cursor) => cursor.Sort(
        cursor.ReadRows(ReadHaircut),
        static (left, right) => left.Asset.Letters.CompareTo(right.Asset.Letters),
        static rule => rule.Asset.ToString());

    private static CollateralRule ReadHaircut(ref JsonCursor cursor)
    {
        AssetId asset = default;
        Ratio initial = default;
        Ratio maintenance = default;
        Ratio confidenceFactor = default;
        UnderlyingId riskCancels = default;
        JsonMembers members = cursor.BeginObject(HaircutShape);
        while (cursor.NextMember(ref members))
        {
            switch (cursor.Member)
            {
                case "asset":
                    asset = cursor.Asset();
                    break;
                case "initial":
                    initial = cursor.Parameter(0, Ratio.One);
                    break;
                case "maintenance":
                    maintenance = cursor.Parameter(0, Ratio.One);
                    break;
                case "confidenceFactor":
                    confidenceFactor = cursor.Parameter(0, ParameterRange.MaxRaw);
                    break;
                case "riskCancels":
                    riskCancels = cursor.Underlying();
                    break;
            }
        }

        if (initial.Raw + maintenance.Raw > Ratio.One)
        {
            string sum = DecimalText.Format(initial.Raw, Ratio.Decimals);
            cursor.RefuseAt("initial", ErrorCode.ParameterOutOfRange, sum, "at most 1 together with maintenance");
        }

        return new CollateralRule(asset, new StagedRatio(initial, maintenance), confidenceFactor, riskCancels);
    }

    /// <summary>The ratios of an object in the order of its shape.</summary>
    internal static Ratio[] ReadRatios(ref JsonCursor cursor, JsonShape shape, long minimumRaw, long maximumRaw)
    {
        Ratio[] ratios = new Ratio[shape.Names.Length];
        JsonMembers members = cursor.BeginObject(shape);
        while (cursor.NextMember(ref members))
        {
            ratios[System.Array.IndexOf(shape.Names, cursor.Member)] = cursor.Parameter(minimumRaw, maximumRaw);
        }

        return ratios;
    }
}
