using System;
using System.Collections.Immutable;
using Verifiable.Documents.Text;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Rows;

/// <summary>Model parameters as words: scalars in the order of the engine's members, then the haircuts.</summary>
/// <remarks>The name and version of a profile are for people and are not hashed.</remarks>
public static class ParameterRows
{
    /// <summary>The version of this layout.</summary>
    public const int LayoutVersion = 1;

    private const int MaxConfidencePpm = 999_999;

    /// <summary>The preimage.</summary>
    public static byte[] Write(ModelParameters model) => Words(model).ToArray();

    /// <summary>parametersHash.</summary>
    public static Bytes32 Hash(ModelParameters model) => Words(model).Hash();

    /// <summary>Reads a preimage; name and version come back empty.</summary>
    /// <exception cref="Kernel.MarginException">
    /// <see cref="Kernel.ErrorCode.BundleMalformed"/>; <see cref="Kernel.ErrorCode.ParameterOutOfRange"/> for a number
    /// with which a valuation would not be total.
    /// </exception>
    public static ModelParameters Read(ReadOnlySpan<byte> bytes, string file)
    {
        WordReader reader = new(bytes, file, "PARAMETERS");
        reader.Tag(Tags.Parameters);
        reader.Require(reader.Unsigned(uint.MaxValue) == LayoutVersion, "layout version 1");

        // Arguments are evaluated left to right, which is the order of the words.
        ModelParameters model = new(
            Name: string.Empty,
            Version: string.Empty,
            Settlement: reader.Asset(),
            StableAsset: reader.Asset(),
            HorizonSeconds: reader.Unsigned(DurationText.MaxSeconds),
            VolatilityShock: ReadVolatilityShock(ref reader),
            Skew: ReadSkew(ref reader),
            Discount: ReadDiscount(ref reader),
            Basis: new BasisParameters(reader.Ratio(), reader.Ratio(), reader.Ratio(), reader.Ratio()),
            Multiplier: ReadStaged(ref reader),
            Perpetual: ReadStaged(ref reader),
            ShortOption: ReadStaged(ref reader),
            Confidence: new ConfidenceParameters(reader.Ratio(), reader.Ratio()),
            Peg: new PegParameters(reader.Ratio(), reader.Ratio()),
            Measure: ReadMeasure(ref reader),
            Haircuts: ReadHaircuts(ref reader));
        reader.End();
        ParameterRange.Check(model, file);
        return model;
    }

    private static WordWriter Words(ModelParameters model)
    {
        WordWriter words = new();
        words.Word(Tags.Parameters);
        words.UnsignedWord(LayoutVersion);
        words.Word(model.Settlement.Word);
        words.Word(model.StableAsset.Word);
        words.SignedWord(model.HorizonSeconds);
        WriteShocks(words, model.VolatilityShock, model.Skew);
        WriteDiscount(words, model.Discount);
        words.SignedWord(model.Basis.Up.Raw);
        words.SignedWord(model.Basis.Down.Raw);
        words.SignedWord(model.Basis.Add.Raw);
        words.SignedWord(model.Basis.Multiplier.Raw);
        WriteStaged(words, model.Multiplier);
        WriteStaged(words, model.Perpetual);
        WriteStaged(words, model.ShortOption);
        words.SignedWord(model.Confidence.Threshold.Raw);
        words.SignedWord(model.Confidence.Factor.Raw);
        words.SignedWord(model.Peg.Threshold.Raw);
        words.SignedWord(model.Peg.Factor.Raw);
        words.UnsignedWord((ulong)model.Measure.Kind);
        words.SignedWord(model.Measure.ConfidencePpm);
        words.UnsignedWord((ulong)model.Haircuts.Length);
        foreach (CollateralRule rule in model.Haircuts)
        {
            words.Word(rule.Asset.Word);
            WriteStaged(words, rule.Haircut);
            words.SignedWord(rule.ConfidenceFactor.Raw);
            words.Word(rule.RiskCancels.Word);
        }

        return words;
    }

    private static void WriteShocks(WordWriter words, VolatilityShockParameters volatility, SkewParameters skew)
    {
        words.SignedWord(volatility.Up.Raw);
        words.SignedWord(volatility.Down.Raw);
        words.SignedWord(volatility.ShortPower.Raw);
        words.SignedWord(volatility.LongPower.Raw);
        words.SignedWord(volatility.FloorSeconds);
        words.SignedWord(volatility.MinimumUp.Raw);
        words.SignedWord(skew.LinearBase.Raw);
        words.SignedWord(skew.LinearSlope.Raw);
        words.SignedWord(skew.AbsoluteBase.Raw);
        words.SignedWord(skew.AbsoluteSlope.Raw);
        words.SignedWord(skew.MinimumWidth.Raw);
        words.SignedWord(skew.WidthScale.Raw);
        words.SignedWord(skew.VolatilityStatic.Raw);
        words.SignedWord(skew.VolatilityScale.Raw);
    }

    private static void WriteDiscount(WordWriter words, DiscountParameters discount)
    {
        words.SignedWord(discount.LongStatic.Raw);
        words.SignedWord(discount.LongRateMultiplier.Raw);
        words.SignedWord(discount.LongRateAdd.Raw);
        words.SignedWord(discount.ShortStatic.Raw);
        words.SignedWord(discount.ShortRateMultiplier.Raw);
        words.SignedWord(discount.ShortRateAdd.Raw);
    }

    private static void WriteStaged(WordWriter words, StagedRatio ratio)
    {
        words.SignedWord(ratio.Initial.Raw);
        words.SignedWord(ratio.Maintenance.Raw);
    }

    private static VolatilityShockParameters ReadVolatilityShock(ref WordReader reader) => new(
        Up: reader.Ratio(),
        Down: reader.Ratio(),
        ShortPower: reader.Ratio(),
        LongPower: reader.Ratio(),
        FloorSeconds: reader.Unsigned(DurationText.MaxSeconds),
        MinimumUp: new Volatility(reader.Unsigned(Volatility.MaxRaw)));

    private static SkewParameters ReadSkew(ref WordReader reader) => new(
        LinearBase: reader.Ratio(),
        LinearSlope: reader.Ratio(),
        AbsoluteBase: reader.Ratio(),
        AbsoluteSlope: reader.Ratio(),
        MinimumWidth: reader.Ratio(),
        WidthScale: reader.Ratio(),
        VolatilityStatic: reader.Ratio(),
        VolatilityScale: reader.Ratio());

    private static DiscountParameters ReadDiscount(ref WordReader reader) => new(
        LongStatic: reader.Ratio(),
        LongRateMultiplier: reader.Ratio(),
        LongRateAdd: reader.Ratio(),
        ShortStatic: reader.Ratio(),
        ShortRateMultiplier: reader.Ratio(),
        ShortRateAdd: reader.Ratio());

    private static StagedRatio ReadStaged(ref WordReader reader) => new(reader.Ratio(), reader.Ratio());

    private static MeasureParameters ReadMeasure(ref WordReader reader)
    {
        MeasureKind kind = (MeasureKind)reader.Unsigned((long)MeasureKind.ExpectedShortfall);
        int confidencePpm = (int)reader.Unsigned(MaxConfidencePpm);
        reader.Require((kind == MeasureKind.Scan) == (confidencePpm == 0), "a level exactly where the measure has one");
        return new MeasureParameters(kind, confidencePpm);
    }

    private static ImmutableArray<CollateralRule> ReadHaircuts(ref WordReader reader)
    {
        long count = reader.Unsigned(uint.MaxValue);
        ImmutableArray<CollateralRule>.Builder rules = ImmutableArray.CreateBuilder<CollateralRule>();
        ulong previous = 0;
        for (long i = 0; i < count; i++)
        {
            AssetId asset = reader.Asset();
            reader.Require(asset.Letters > previous, "assets strictly ascending");
            previous = asset.Letters;
            StagedRatio haircut = ReadStaged(ref reader);
            Ratio confidenceFactor = reader.Ratio();
            UnderlyingId riskCancels = new(reader.Word().First);
            bool named = riskCancels == default || riskCancels.IsWellFormed;
            reader.Require(named && reader.LastIs(riskCancels.Word), "an underlying or zero");
            rules.Add(new CollateralRule(asset, haircut, confidenceFactor, riskCancels));
        }

        return rules.ToImmutable();
    }
}
