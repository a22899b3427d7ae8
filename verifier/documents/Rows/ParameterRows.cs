using System;
using System.Collections.Immutable;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Text;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents.Rows;

/// <summary>Model parameters as words: scalars in the order of the engine's members, then the haircuts.</summary>
/// <remarks>
/// The name and version of a profile are for people and are not hashed. Every rule has a layout version of its own; only
/// the portfolio rule's is read back, since no bundle may hold another. It has two: a model is written in the first that
/// holds it, and read in no other, so that its hash is one.
/// </remarks>
public static class ParameterRows
{
    /// <summary>The layout of portfolio models without the members that came later: the rule's number.</summary>
    public const int FirstLayout = (int)MarginRule.Portfolio;

    /// <summary>
    /// The first layout's words, and behind them those of <see cref="ParameterExtensionRows"/>: the rule's number, and 1
    /// in the byte above it, since the numbers that follow are those of other rules.
    /// </summary>
    public const int SecondLayout = FirstLayout + 256;

    private const int MaxConfidencePpm = 999_999;

    /// <summary>The preimage.</summary>
    public static byte[] Write(MarginParameters model) => Words(model).ToArray();

    /// <summary>parametersHash.</summary>
    public static Bytes32 Hash(MarginParameters model) => Words(model).Hash();

    /// <summary>Reads a preimage of the portfolio rule; name and version come back empty.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.BundleMalformed"/>; <see cref="ErrorCode.ProfileNotEnforceable"/>: of another rule;
    /// <see cref="ErrorCode.ParameterOutOfRange"/>: a number with which a valuation would not be total.
    /// </exception>
    public static ModelParameters Read(ReadOnlySpan<byte> bytes, string file)
    {
        WordReader reader = new(bytes, file, "PARAMETERS");
        reader.Tag(Tags.Parameters);
        long layout = reader.Unsigned(uint.MaxValue);
        RequirePortfolio(layout, ref reader, file);

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
        if (layout == SecondLayout)
        {
            model = ParameterExtensionRows.Read(ref reader, model);
        }

        reader.Require(layout == SecondLayout || !model.NeedsSecondLayout, "a measure of the first layout");
        reader.End();
        ParameterRange.Check(model, file);
        return model;
    }

    private static void RequirePortfolio(long layout, ref WordReader reader, string file)
    {
        if (layout is > FirstLayout and <= (long)MarginRule.Cross)
        {
            throw new MarginException(
                ErrorCode.ProfileNotEnforceable,
                file,
                "PARAMETERS",
                RuleNames.Word((MarginRule)layout),
                "parameters of the portfolio rule: every other reports only");
        }

        reader.Require(layout is FirstLayout or SecondLayout, "layout version 1 or 257");
    }

    private static WordList Words(MarginParameters model) =>
        model is ModelParameters portfolio ? PortfolioWords(portfolio) : RuleParameterRows.Words(model);

    private static WordList PortfolioWords(ModelParameters model)
    {
        WordList words = new();
        words.Add(Tags.Parameters);
        words.AddSigned(model.NeedsSecondLayout ? SecondLayout : FirstLayout);
        words.Add(model.Settlement.Word);
        words.Add(model.StableAsset.Word);
        words.AddSigned(model.HorizonSeconds);
        WriteVolatilityShock(words, model.VolatilityShock);
        WriteSkew(words, model.Skew);
        WriteDiscount(words, model.Discount);
        words.AddSigned(model.Basis.Up.Raw);
        words.AddSigned(model.Basis.Down.Raw);
        words.AddSigned(model.Basis.Add.Raw);
        words.AddSigned(model.Basis.Multiplier.Raw);
        WriteStaged(words, model.Multiplier);
        WriteStaged(words, model.Perpetual);
        WriteStaged(words, model.ShortOption);
        words.AddSigned(model.Confidence.Threshold.Raw);
        words.AddSigned(model.Confidence.Factor.Raw);
        words.AddSigned(model.Peg.Threshold.Raw);
        words.AddSigned(model.Peg.Factor.Raw);
        words.AddUnsigned((ulong)model.Measure.Kind);
        words.AddSigned(model.Measure.ConfidencePpm);
        WriteHaircuts(words, model.Haircuts);
        if (model.NeedsSecondLayout)
        {
            ParameterExtensionRows.Write(words, model);
        }

        return words;
    }

    internal static void WriteHaircuts(WordList words, ImmutableArray<CollateralRule> haircuts)
    {
        words.AddUnsigned((ulong)haircuts.Length);
        foreach (CollateralRule rule in haircuts)
        {
            words.Add(rule.Asset.Word);
            WriteStaged(words, rule.Haircut);
            words.AddSigned(rule.ConfidenceFactor.Raw);
            words.Add(rule.RiskCancels.Word);
        }
    }

    internal static void WriteVolatilityShock(WordList words, VolatilityShockParameters volatility)
    {
        words.AddSigned(volatility.Up.Raw);
        words.AddSigned(volatility.Down.Raw);
        words.AddSigned(volatility.ShortPower.Raw);
        words.AddSigned(volatility.LongPower.Raw);
        words.AddSigned(volatility.FloorSeconds);
        words.AddSigned(volatility.MinimumUp.Raw);
    }

    private static void WriteSkew(WordList words, SkewParameters skew)
    {
        words.AddSigned(skew.LinearBase.Raw);
        words.AddSigned(skew.LinearSlope.Raw);
        words.AddSigned(skew.AbsoluteBase.Raw);
        words.AddSigned(skew.AbsoluteSlope.Raw);
        words.AddSigned(skew.MinimumWidth.Raw);
        words.AddSigned(skew.WidthScale.Raw);
        words.AddSigned(skew.VolatilityStatic.Raw);
        words.AddSigned(skew.VolatilityScale.Raw);
    }

    private static void WriteDiscount(WordList words, DiscountParameters discount)
    {
        words.AddSigned(discount.LongStatic.Raw);
        words.AddSigned(discount.LongRateMultiplier.Raw);
        words.AddSigned(discount.LongRateAdd.Raw);
        words.AddSigned(discount.ShortStatic.Raw);
        words.AddSigned(discount.ShortRateMultiplier.Raw);
        words.AddSigned(discount.ShortRateAdd.Raw);
    }

    internal static void WriteStaged(WordList words, StagedRatio ratio)
    {
        words.AddSigned(ratio.Initial.Raw);
        words.AddSigned(ratio.Maintenance.Raw);
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
        MeasureKind kind = (MeasureKind)reader.Unsigned((long)MeasureKind.ValueAtRisk);
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
