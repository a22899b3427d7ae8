using System.Collections.Immutable;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Text;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Rows;

/// <summary>What the second layout of the parameter row adds behind the words of the first.</summary>
internal static class ParameterExtensionRows
{
    internal static void Write(WordList words, ModelParameters model)
    {
        words.AddUnsigned(model.Measure.AtLeastWorst ? 1UL : 0);
        words.AddSigned(model.Measure.HorizonSeconds);
        words.AddUnsigned((ulong)model.Across.Rule);
        words.AddSigned(model.Across.Credit.Raw);
        words.AddSigned(model.Limits.OptionValue.Raw);
        words.AddSigned(model.Limits.UnrealisedProfit.Raw);
        words.AddSigned(model.Dynamic.Buffer.Raw);
        words.AddSigned(model.Dynamic.StressedShare.Raw);
        words.AddSigned(model.Credit.Floor.Raw);
        words.AddSigned(model.Counterparties.Largest);
        words.AddUnsigned((ulong)model.Concentration.Length);
        foreach (ConcentrationRule rule in model.Concentration)
        {
            words.Add(rule.Underlying.Word);
            words.AddSigned(rule.Lower.Raw);
            words.AddSigned(rule.Upper.Raw);
            words.AddSigned(rule.Share.Initial.Raw);
            words.AddSigned(rule.Share.Maintenance.Raw);
        }

        words.AddUnsigned((ulong)model.Dynamic.Underlyings.Length);
        foreach (DynamicRule rule in model.Dynamic.Underlyings)
        {
            words.Add(rule.Underlying.Word);
            words.AddSigned(rule.Reference.Raw);
            words.AddSigned(rule.Stressed.Raw);
            words.AddSigned(rule.Floor.Raw);
            words.AddSigned(rule.Release.Raw);
        }

        WriteCredit(words, model.Credit, model.Counterparties);
    }

    /// <summary>The first layout's model with what the second adds.</summary>
    internal static ModelParameters Read(ref WordReader reader, ModelParameters first)
    {
        bool atLeastWorst = reader.Unsigned(1) == 1;
        long horizonSeconds = reader.Unsigned(DurationText.MaxSeconds);
        bool scans = first.Measure.Kind == MeasureKind.Scan;
        reader.Require(!scans || (!atLeastWorst && horizonSeconds == 0), "neither minimum nor horizon in a scan");
        AcrossRule rule = (AcrossRule)reader.Unsigned((long)AcrossRule.SumOfWorstsWithCredit);
        AcrossParameters across = new(rule, reader.Ratio());
        bool withCredit = rule == AcrossRule.SumOfWorstsWithCredit;
        reader.Require(withCredit || across.Credit.Raw == 0, "a credit only where the rule gives one");
        LimitParameters limits = new(ReadAmount(ref reader), ReadAmount(ref reader));
        Ratio buffer = reader.Ratio();
        Ratio stressedShare = reader.Ratio();
        Ratio creditFloor = reader.Ratio();
        int largest = (int)reader.Unsigned(int.MaxValue);
        ImmutableArray<ConcentrationRule> concentration = ReadConcentration(ref reader);
        DynamicParameters dynamic = new(buffer, stressedShare, ReadDynamic(ref reader));
        bool isStatic = dynamic.Underlyings.IsEmpty && (buffer.Raw | stressedShare.Raw) != 0;
        reader.Require(!isStatic, "tools only where margin is dynamic");
        CreditParameters credit = new(creditFloor, ReadLines(ref reader));
        reader.Require(creditFloor.Raw == 0 || !credit.Lines.IsEmpty, "a floor only where there is credit");
        CounterpartyParameters counterparties = new(largest, ReadExposures(ref reader));
        bool counted = largest != 0;
        reader.Require(counted != counterparties.Exposures.IsEmpty, "a count exactly where there are counterparties");
        ModelParameters model = first with
        {
            Measure = first.Measure with { AtLeastWorst = atLeastWorst, HorizonSeconds = horizonSeconds },
            Across = across,
            Limits = limits,
            Concentration = concentration,
            Dynamic = dynamic,
            Credit = credit,
            Counterparties = counterparties,
        };
        reader.Require(model.NeedsSecondLayout, "the first layout, where it suffices");
        return model;
    }

    private static void WriteCredit(WordList words, CreditParameters credit, CounterpartyParameters counterparties)
    {
        words.AddUnsigned((ulong)credit.Lines.Length);
        foreach (CreditLine line in credit.Lines)
        {
            words.Add(line.Account);
            words.AddSigned(line.Amount.Raw);
        }

        words.AddUnsigned((ulong)counterparties.Exposures.Length);
        foreach (CounterpartyRule rule in counterparties.Exposures)
        {
            words.AddSigned(rule.LossGivenDefault.Raw);
            words.AddUnsigned((ulong)rule.Assets.Length);
            foreach (AssetId asset in rule.Assets)
            {
                words.Add(asset.Word);
            }
        }
    }

    private static ImmutableArray<ConcentrationRule> ReadConcentration(ref WordReader reader)
    {
        long count = reader.Unsigned(uint.MaxValue);
        ImmutableArray<ConcentrationRule>.Builder rules = ImmutableArray.CreateBuilder<ConcentrationRule>();
        for (long i = 0; i < count; i++)
        {
            UnderlyingId underlying = reader.Underlying();
            bool ascends = i == 0 || underlying.Letters > rules[^1].Underlying.Letters;
            reader.Require(ascends, "underlyings strictly ascending");
            rules.Add(new ConcentrationRule(
                underlying,
                new Quantity(reader.Unsigned(Quantity.Limit - 1)),
                new Quantity(reader.Unsigned(Quantity.Limit - 1)),
                new StagedRatio(reader.Ratio(), reader.Ratio())));
        }

        return rules.ToImmutable();
    }

    private static ImmutableArray<DynamicRule> ReadDynamic(ref WordReader reader)
    {
        long count = reader.Unsigned(uint.MaxValue);
        ImmutableArray<DynamicRule>.Builder rules = ImmutableArray.CreateBuilder<DynamicRule>();
        for (long i = 0; i < count; i++)
        {
            UnderlyingId underlying = reader.Underlying();
            bool ascends = i == 0 || underlying.Letters > rules[^1].Underlying.Letters;
            reader.Require(ascends, "underlyings strictly ascending");
            rules.Add(new DynamicRule(
                underlying,
                ReadVolatility(ref reader),
                ReadVolatility(ref reader),
                ReadVolatility(ref reader),
                ReadVolatility(ref reader)));
        }

        return rules.ToImmutable();
    }

    private static ImmutableArray<CreditLine> ReadLines(ref WordReader reader)
    {
        long count = reader.Unsigned(uint.MaxValue);
        ImmutableArray<CreditLine>.Builder lines = ImmutableArray.CreateBuilder<CreditLine>();
        for (long i = 0; i < count; i++)
        {
            Bytes32 account = reader.Word();
            reader.Require(i == 0 || account.CompareTo(lines[^1].Account) > 0, "accounts strictly ascending");
            lines.Add(new CreditLine(account, ReadAmount(ref reader)));
        }

        return lines.ToImmutable();
    }

    private static ImmutableArray<CounterpartyRule> ReadExposures(ref WordReader reader)
    {
        long count = reader.Unsigned(uint.MaxValue);
        ImmutableArray<CounterpartyRule>.Builder rules = ImmutableArray.CreateBuilder<CounterpartyRule>();
        for (long i = 0; i < count; i++)
        {
            Ratio lossGivenDefault = reader.Ratio();
            long assetCount = reader.Unsigned(uint.MaxValue);
            ImmutableArray<AssetId>.Builder assets = ImmutableArray.CreateBuilder<AssetId>();
            for (long j = 0; j < assetCount; j++)
            {
                AssetId asset = reader.Asset();
                reader.Require(j == 0 || asset.Letters > assets[^1].Letters, "assets strictly ascending");
                assets.Add(asset);
            }

            reader.Require(assets.Count > 0, "at least one asset of a counterparty");
            bool ascends = i == 0 || assets[0].Letters > rules[^1].Assets[0].Letters;
            reader.Require(ascends, "counterparties strictly ascending by their first asset");
            rules.Add(new CounterpartyRule(assets.ToImmutable(), lossGivenDefault));
        }

        return rules.ToImmutable();
    }

    private static Money ReadAmount(ref WordReader reader) => new(reader.Unsigned(Money.Limit - 1));

    private static Volatility ReadVolatility(ref WordReader reader) => new(reader.Unsigned(Volatility.MaxRaw));
}
