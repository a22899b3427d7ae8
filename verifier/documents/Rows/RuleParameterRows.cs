using System;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Rows;

/// <summary>
/// Parameters of the reporting rules as words: each rule's number is its layout version, its scalars follow in the
/// order of the engine's members, its lists behind their counts, the haircuts last. Nothing reads them back: no bundle
/// holds them.
/// </summary>
internal static class RuleParameterRows
{
    internal static WordList Words(MarginParameters model)
    {
        WordList words = new();
        words.Add(Tags.Parameters);
        words.AddUnsigned((ulong)model.Rule);
        words.Add(model.Settlement.Word);
        words.Add(model.StableAsset.Word);
        switch (model)
        {
            case UndiscountedPortfolioParameters undiscounted:
                Write(words, undiscounted);
                break;
            case StandardParameters standard:
                Write(words, standard);
                break;
            case PriceBucketParameters buckets:
                Write(words, buckets);
                break;
            case SpanParameters span:
                Write(words, span);
                break;
            case PositionParameters position:
                Write(words, position);
                break;
        }

        ParameterRows.WriteHaircuts(words, model.Haircuts);
        return words;
    }

    private static void Write(WordList words, UndiscountedPortfolioParameters model)
    {
        ParameterRows.WriteVolatilityShock(words, model.VolatilityShock);
        WriteRatios(words, model.StaticDiscount, model.RateMultiplier, model.RateAdd);
        WriteRatios(words, model.Basis.Up, model.Basis.Down, model.Basis.Add, model.Basis.Multiplier);
        WriteRatios(words, model.InitialMultiplier, model.Perpetual, model.ShortOption);
        WriteRatios(words, model.Confidence.Threshold, model.Confidence.Factor, model.Peg.Threshold, model.Peg.Factor);
    }

    private static void Write(WordList words, StandardParameters model)
    {
        ParameterRows.WriteStaged(words, model.Perpetual);
        WriteOption(words, model.Option);
        ParameterRows.WriteStaged(words, model.UnpairedCall);
        WriteRatios(words, model.Confidence.Threshold, model.Confidence.Factor, model.Peg.Threshold, model.Peg.Factor);
    }

    private static void Write(WordList words, PriceBucketParameters model)
    {
        words.AddSigned(model.Buckets);
        words.AddUnsigned((ulong)model.Ranges.Length);
        foreach (UnderlyingRange range in model.Ranges)
        {
            words.Add(range.Underlying.Word);
            words.AddSigned(range.Price.Raw);
        }

        ParameterRows.WriteVolatilityShock(words, model.VolatilityShock);
        words.AddUnsigned((ulong)model.ExtendedMoves.Length);
        WriteRatios(words, model.ExtendedMoves.AsSpan());
        words.AddSigned(model.ExtendedFactor.Raw);
        words.AddSigned(model.ExtendedDampener.Raw);
        WriteRatios(words, model.ProfitOffset, model.Roll.Minimum, model.Roll.PerYear);
        words.AddSigned(model.DeltaShock.Threshold.Raw);
        WriteRatios(words, model.DeltaShock.PerMillion, model.DeltaShock.Maximum, model.MaintenanceFraction);
    }

    private static void Write(WordList words, SpanParameters model)
    {
        words.AddSigned(model.HorizonSeconds);
        words.AddUnsigned((ulong)model.Ranges.Length);
        foreach (ScanRange range in model.Ranges)
        {
            words.Add(range.Underlying.Word);
            WriteRatios(words, range.Price, range.Volatility, range.CalendarSpread, range.ShortOptionMinimum);
        }

        WriteRatios(words, model.ExtremeMultiple, model.ExtremeCover);
        ParameterRows.WriteStaged(words, model.Multiplier);
    }

    private static void Write(WordList words, PositionParameters model)
    {
        WriteTier(words, model.DefaultTier);
        words.AddUnsigned((ulong)model.Tiers.Length);
        foreach (UnderlyingTier named in model.Tiers)
        {
            words.Add(named.Underlying.Word);
            WriteTier(words, named.Tier);
        }

        WriteOption(words, model.Option);
    }

    private static void WriteTier(WordList words, LiquidityTier tier)
    {
        WriteRatios(words, tier.Initial, tier.MaintenanceFraction);
        words.AddSigned(tier.OpenInterest.Raw);
        words.AddSigned(tier.LowerCap.Raw);
        words.AddSigned(tier.UpperCap.Raw);
    }

    private static void WriteOption(WordList words, ShortOptionParameters option) => WriteRatios(
        words,
        option.MaximumShare,
        option.MinimumShare,
        option.CallMaintenance,
        option.PutMaintenance,
        option.PutValueMaintenance,
        option.PutInitialMultiple);

    private static void WriteRatios(WordList words, params ReadOnlySpan<Ratio> ratios)
    {
        foreach (Ratio ratio in ratios)
        {
            words.AddSigned(ratio.Raw);
        }
    }
}
