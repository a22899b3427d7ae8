using System.Collections.Generic;
using System.Collections.Immutable;
using Verifiable.Documents.Json;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>Reads a model's optional members, each number within its documented range.</summary>
internal static class ExtensionJsonReader
{
    private const long TenRaw = 10 * Ratio.One;
    private const int MaxDefaults = 64;

    private static readonly JsonShape ConcentrationShape = new(
        "underlying", "lower", "upper", "initial", "maintenance");
    private static readonly JsonShape LimitsShape = new([], ["optionValue", "unrealisedProfit"]);
    private static readonly JsonShape DynamicShape = new("buffer", "stressedShare", "underlyings");
    private static readonly JsonShape DynamicRuleShape = new("underlying", "reference", "stressed", "floor", "release");
    private static readonly JsonShape CreditShape = new("floor", "lines");
    private static readonly JsonShape LineShape = new("account", "amount");
    private static readonly JsonShape CounterpartiesShape = new("largest", "exposures");
    private static readonly JsonShape ExposureShape = new("assets", "lossGivenDefault");

    internal static ImmutableArray<ConcentrationRule> ReadConcentration(ref JsonCursor cursor)
    {
        List<ConcentrationRule> rules = [];
        cursor.BeginArray();
        while (cursor.NextElement())
        {
            ConcentrationRule rule = default;
            JsonMembers members = cursor.BeginObject(ConcentrationShape);
            while (cursor.NextMember(ref members))
            {
                rule = cursor.Member switch
                {
                    "underlying" => rule with { Underlying = cursor.Underlying() },
                    "lower" => rule with { Lower = ReadSize(ref cursor) },
                    "upper" => rule with { Upper = ReadSize(ref cursor) },
                    "initial" => rule with { Share = rule.Share with { Initial = cursor.Parameter(0, Ratio.One) } },
                    _ => rule with { Share = rule.Share with { Maintenance = cursor.Parameter(0, Ratio.One) } },
                };
            }

            if (rule.Upper.Raw <= rule.Lower.Raw)
            {
                cursor.RefuseAt("upper", ErrorCode.ParameterOutOfRange, string.Empty, "a size above the lower one");
            }

            rules.Add(rule);
        }

        RequireRows(ref cursor, rules.Count);
        return cursor.Sort(
            rules,
            static (left, right) => left.Underlying.Letters.CompareTo(right.Underlying.Letters),
            static rule => rule.Underlying.ToString());
    }

    internal static LimitParameters ReadLimits(ref JsonCursor cursor, int moneyPlaces)
    {
        LimitParameters limits = LimitParameters.None;
        JsonMembers members = cursor.BeginObject(LimitsShape);
        while (cursor.NextMember(ref members))
        {
            limits = cursor.Member == "optionValue"
                ? limits with { OptionValue = ReadAmount(ref cursor, moneyPlaces) }
                : limits with { UnrealisedProfit = ReadAmount(ref cursor, moneyPlaces) };
        }

        if (limits == LimitParameters.None)
        {
            cursor.RefuseAt(
                "optionValue", ErrorCode.MemberMissing, string.Empty, "one of optionValue, unrealisedProfit");
        }

        return limits;
    }

    internal static DynamicParameters ReadDynamic(ref JsonCursor cursor)
    {
        DynamicParameters dynamic = DynamicParameters.None;
        JsonMembers members = cursor.BeginObject(DynamicShape);
        while (cursor.NextMember(ref members))
        {
            dynamic = cursor.Member switch
            {
                "buffer" => dynamic with { Buffer = cursor.Parameter(0, TenRaw) },
                "stressedShare" => dynamic with { StressedShare = cursor.Parameter(0, Ratio.One) },
                _ => dynamic with { Underlyings = ReadDynamicRules(ref cursor) },
            };
        }

        return dynamic;
    }

    internal static CreditParameters ReadCredit(ref JsonCursor cursor, int moneyPlaces)
    {
        CreditParameters credit = CreditParameters.None;
        JsonMembers members = cursor.BeginObject(CreditShape);
        while (cursor.NextMember(ref members))
        {
            credit = cursor.Member == "floor"
                ? credit with { Floor = cursor.Parameter(0, Ratio.One) }
                : credit with { Lines = ReadLines(ref cursor, moneyPlaces) };
        }

        return credit;
    }

    internal static CounterpartyParameters ReadCounterparties(ref JsonCursor cursor)
    {
        CounterpartyParameters counterparties = CounterpartyParameters.None;
        JsonMembers members = cursor.BeginObject(CounterpartiesShape);
        while (cursor.NextMember(ref members))
        {
            counterparties = cursor.Member == "largest"
                ? counterparties with { Largest = (int)cursor.WholeNumber(1, MaxDefaults) }
                : counterparties with { Exposures = ReadExposures(ref cursor) };
        }

        return counterparties;
    }

    private static ImmutableArray<DynamicRule> ReadDynamicRules(ref JsonCursor cursor)
    {
        List<DynamicRule> rules = [];
        cursor.BeginArray();
        while (cursor.NextElement())
        {
            DynamicRule rule = default;
            JsonMembers members = cursor.BeginObject(DynamicRuleShape);
            while (cursor.NextMember(ref members))
            {
                rule = cursor.Member switch
                {
                    "underlying" => rule with { Underlying = cursor.Underlying() },
                    "reference" => rule with { Reference = cursor.Volatility(minimumRaw: 1) },
                    "stressed" => rule with { Stressed = cursor.Volatility() },
                    "floor" => rule with { Floor = cursor.Volatility() },
                    _ => rule with { Release = cursor.Volatility() },
                };
            }

            rules.Add(rule);
        }

        RequireRows(ref cursor, rules.Count);
        return cursor.Sort(
            rules,
            static (left, right) => left.Underlying.Letters.CompareTo(right.Underlying.Letters),
            static rule => rule.Underlying.ToString());
    }

    private static ImmutableArray<CreditLine> ReadLines(ref JsonCursor cursor, int moneyPlaces)
    {
        List<CreditLine> lines = [];
        cursor.BeginArray();
        while (cursor.NextElement())
        {
            CreditLine line = default;
            JsonMembers members = cursor.BeginObject(LineShape);
            while (cursor.NextMember(ref members))
            {
                line = cursor.Member == "account"
                    ? line with { Account = cursor.Word() }
                    : line with { Amount = ReadAmount(ref cursor, moneyPlaces) };
            }

            lines.Add(line);
        }

        RequireRows(ref cursor, lines.Count);
        return cursor.Sort(
            lines,
            static (left, right) => left.Account.CompareTo(right.Account),
            static line => line.Account.ToString());
    }

    private static ImmutableArray<CounterpartyRule> ReadExposures(ref JsonCursor cursor)
    {
        List<CounterpartyRule> rules = [];
        HashSet<AssetId> seen = [];
        cursor.BeginArray();
        while (cursor.NextElement())
        {
            CounterpartyRule rule = new([], default);
            JsonMembers members = cursor.BeginObject(ExposureShape);
            while (cursor.NextMember(ref members))
            {
                rule = cursor.Member == "assets"
                    ? rule with { Assets = ReadAssets(ref cursor, seen) }
                    : rule with { LossGivenDefault = cursor.Parameter(0, Ratio.One) };
            }

            rules.Add(rule);
        }

        RequireRows(ref cursor, rules.Count);
        return cursor.Sort(
            rules,
            static (left, right) => left.Assets[0].Letters.CompareTo(right.Assets[0].Letters),
            static rule => rule.Assets[0].ToString());
    }

    private static ImmutableArray<AssetId> ReadAssets(ref JsonCursor cursor, HashSet<AssetId> seen)
    {
        List<AssetId> assets = [];
        cursor.BeginArray();
        while (cursor.NextElement())
        {
            AssetId asset = cursor.Asset();
            if (!seen.Add(asset))
            {
                cursor.Refuse(ErrorCode.RowDuplicate, asset.ToString(), "each asset of one counterparty only");
            }

            assets.Add(asset);
        }

        RequireRows(ref cursor, assets.Count);
        assets.Sort(static (left, right) => left.Letters.CompareTo(right.Letters));
        return [.. assets];
    }

    /// <summary>An optional member says something or is left out.</summary>
    private static void RequireRows(ref JsonCursor cursor, int count)
    {
        if (count == 0)
        {
            cursor.Refuse(ErrorCode.RowCountOutOfRange, "0", "at least one row, or no such member");
        }
    }

    private static Quantity ReadSize(ref JsonCursor cursor) =>
        new(cursor.Decimal(Quantity.Decimals, 0, Quantity.Limit - 1, ErrorCode.ParameterOutOfRange));

    private static Money ReadAmount(ref JsonCursor cursor, int moneyPlaces) =>
        new(cursor.Decimal(moneyPlaces, 0, Money.Limit - 2, ErrorCode.ParameterOutOfRange));
}
