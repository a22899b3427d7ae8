using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Verifier.Documents.Support;

/// <summary>A model's optional members, each there half of the time.</summary>
internal static partial class RandomDocuments
{
    private static ModelParameters Extended(this Seeded random, ModelParameters model)
    {
        AcrossRule rule = random.Pick<AcrossRule>(Enum.GetValues<AcrossRule>());
        bool withCredit = rule == AcrossRule.SumOfWorstsWithCredit;
        return model with
        {
            Measure = random.Measure(),
            Across = random.Coin() ? AcrossParameters.Joint : new AcrossParameters(
                rule, withCredit ? random.Share() : default),
            Concentration = random.Coin() ? [] : random.Concentration(),
            Limits = random.Coin() ? LimitParameters.None : new LimitParameters(
                random.Amount(), random.Coin() ? LimitParameters.Unlimited : random.Amount()),
            Dynamic = random.Coin() ? DynamicParameters.None : random.Dynamic(),
            Credit = random.Coin() ? CreditParameters.None : random.Credit(),
            Counterparties = random.Coin() ? CounterpartyParameters.None : random.Counterparties(),
        };
    }

    private static MeasureParameters Measure(this Seeded random)
    {
        MeasureKind kind = random.Pick<MeasureKind>(Enum.GetValues<MeasureKind>());
        return kind == MeasureKind.Scan
            ? new MeasureParameters(kind, 0)
            : new MeasureParameters(
                kind, (int)random.Between(1, 999_999), random.Coin(), random.Coin() ? 0 : random.OfAnyMagnitude(31));
    }

    private static ImmutableArray<ConcentrationRule> Concentration(this Seeded random) =>
        [.. random.Distinct(4, random.Underlying, one => one.Letters).Select(underlying =>
        {
            long lower = random.OfAnyMagnitude(61);
            return new ConcentrationRule(
                underlying,
                new Quantity(lower),
                new Quantity(lower + 1 + random.OfAnyMagnitude(60)),
                new StagedRatio(random.Share(), random.Share()));
        })];

    private static DynamicParameters Dynamic(this Seeded random) => new(
        random.RatioFrom(0, 10 * Ratio.One),
        random.Share(),
        [.. random.Distinct(4, random.Underlying, one => one.Letters).Select(underlying => new DynamicRule(
            underlying, new Volatility(1 + random.OfAnyMagnitude(45)), random.Iv(), random.Iv(), random.Iv()))]);

    private static CreditParameters Credit(this Seeded random) => new(
        random.Share(),
        [.. random.Distinct(4, random.Word, one => one).Select(account => new CreditLine(account, random.Amount()))]);

    private static CounterpartyParameters Counterparties(this Seeded random)
    {
        ImmutableArray<AssetId> assets = [.. random.Distinct(4, random.Asset, asset => asset.Letters)];
        int first = (int)random.Between(1, assets.Length);
        IEnumerable<ImmutableArray<AssetId>> halves = new[] { assets[..first], assets[first..] }
            .Where(static half => !half.IsEmpty);
        return new CounterpartyParameters(
            (int)random.Between(1, 64), [.. halves.Select(half => new CounterpartyRule(half, random.Share()))]);
    }

    private static Money Amount(this Seeded random) => new(random.OfAnyMagnitude(61));
}
