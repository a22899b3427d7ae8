using System;
using System.Collections.Immutable;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;

namespace Verifiable.Documents.Rows;

/// <summary>A margin result as words: its numbers, every component in schema order, and the scenario totals.</summary>
public static class ResultRows
{
    private const Assumptions AllAssumptions = Assumptions.InstrumentMissing
        | Assumptions.MoneynessBound
        | Assumptions.Unsettled
        | Assumptions.TodayVolatilityMissing;

    /// <summary>In the word of flags, where the number of further components stands.</summary>
    private const int CountShift = 32;

    /// <summary>Only results of the portfolio rule are attested, so the layouts have its components.</summary>
    private static readonly ImmutableArray<ComponentKind> SchemaOrder = MarginRules.ExtendedPortfolio;

    /// <summary>Components that every result has; the others follow all together where a result has any of
    /// them.</summary>
    private static readonly int FirstComponents = MarginRules.ComponentsOf(MarginRule.Portfolio).Length;

    /// <summary>The result's preimage, then the totals' preimage.</summary>
    public static byte[] Write(MarginResult result)
    {
        WordList words = Head(result);
        words.AddWords(WriteTotals(result.Totals));
        return words.ToArray();
    }

    /// <summary>The result's hash.</summary>
    public static Bytes32 Hash(MarginResult result) => Head(result).Hash();

    /// <summary>The preimage of totalsHash.</summary>
    public static byte[] WriteTotals(ImmutableArray<Money> totals) => TotalWords(totals).ToArray();

    /// <summary>totalsHash.</summary>
    public static Bytes32 HashTotals(ImmutableArray<Money> totals) => TotalWords(totals).Hash();

    /// <summary>Reads what <see cref="Write"/> wrote; the explanation, which is not hashed, comes back empty.</summary>
    /// <exception cref="Kernel.MarginException">
    /// <see cref="Kernel.ErrorCode.BundleMalformed"/> or <see cref="Kernel.ErrorCode.HashMismatch"/>.
    /// </exception>
    public static MarginResult Read(ReadOnlySpan<byte> bytes, string file)
    {
        WordReader reader = new(bytes, file, "RESULT");
        reader.Tag(Tags.Result);
        Money equity = ReadMoney(ref reader);
        Money initialMargin = ReadMoney(ref reader);
        Money maintenanceMargin = ReadMoney(ref reader);
        Money valueAtRisk = ReadMoney(ref reader);
        Money expectedShortfall = ReadMoney(ref reader);
        Money worstLoss = ReadMoney(ref reader);
        int worstScenario = (int)reader.Unsigned(ScenarioSet.MaxScenarios - 1);
        Assumptions assumed = ReadFlags(ref reader, out int count);

        ImmutableArray<MarginComponent>.Builder components = ImmutableArray.CreateBuilder<MarginComponent>(count);
        foreach (ComponentKind kind in SchemaOrder.AsSpan()[..count])
        {
            components.Add(new MarginComponent(kind, ReadMoney(ref reader), ReadMoney(ref reader)));
        }

        Bytes32 totalsHash = reader.Word();
        int start = reader.Position;
        ImmutableArray<Money> totals = ReadTotals(ref reader);
        reader.RequireHash(start, totalsHash);
        reader.End();
        return new MarginResult(
            equity,
            initialMargin,
            maintenanceMargin,
            valueAtRisk,
            expectedShortfall,
            worstLoss,
            worstScenario,
            assumed,
            components.ToImmutable(),
            totals,
            []);
    }

    private static WordList Head(MarginResult result)
    {
        WordList words = new();
        words.Add(Tags.Result);
        words.AddSigned(result.Equity.Raw);
        words.AddSigned(result.InitialMargin.Raw);
        words.AddSigned(result.MaintenanceMargin.Raw);
        words.AddSigned(result.ValueAtRisk.Raw);
        words.AddSigned(result.ExpectedShortfall.Raw);
        words.AddSigned(result.WorstLoss.Raw);
        words.AddSigned(result.WorstScenario);
        bool isExtended = HasFurther(result.Components);
        int count = isExtended ? SchemaOrder.Length : FirstComponents;
        words.AddUnsigned((ulong)result.Assumed | ((ulong)(count - FirstComponents) << CountShift));
        foreach (ComponentKind kind in SchemaOrder.AsSpan()[..count])
        {
            // A component that the result does not have counts as nothing, so there are two layouts and not many.
            MarginComponent component = default;
            foreach (MarginComponent candidate in result.Components)
            {
                component = candidate.Kind == kind ? candidate : component;
            }

            words.AddSigned(component.Initial.Raw);
            words.AddSigned(component.Maintenance.Raw);
        }

        words.Add(HashTotals(result.Totals));
        return words;
    }

    private static bool HasFurther(ImmutableArray<MarginComponent> components)
    {
        foreach (MarginComponent component in components)
        {
            if (SchemaOrder.IndexOf(component.Kind) >= FirstComponents)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The assumptions, and how many components the result has.</summary>
    private static Assumptions ReadFlags(ref WordReader reader, out int count)
    {
        long flags = reader.Unsigned(long.MaxValue);
        long assumed = flags & uint.MaxValue;
        long further = flags >> CountShift;
        bool isExtended = further == SchemaOrder.Length - FirstComponents;
        reader.Require((assumed & ~(long)AllAssumptions) == 0, "known assumptions");
        reader.Require(isExtended || further == 0, "the first components, or all");
        count = isExtended ? SchemaOrder.Length : FirstComponents;
        return (Assumptions)assumed;
    }

    private static WordList TotalWords(ImmutableArray<Money> totals)
    {
        WordList words = new();
        words.Add(Tags.Totals);
        words.AddUnsigned((ulong)totals.Length);
        for (int i = 0; i < totals.Length; i += 2)
        {
            words.AddHalves(totals[i].Raw, i + 1 < totals.Length ? totals[i + 1].Raw : 0);
        }

        return words;
    }

    private static ImmutableArray<Money> ReadTotals(ref WordReader reader)
    {
        reader.Tag(Tags.Totals);
        long count = reader.Unsigned(ScenarioSet.MaxScenarios);
        ImmutableArray<Money>.Builder totals = ImmutableArray.CreateBuilder<Money>();
        for (long i = 0; i < count; i += 2)
        {
            (long first, long second) = reader.Halves();
            totals.Add(new Money(reader.Within(first, 1 - Money.Limit, Money.Limit - 1)));
            if (i + 1 < count)
            {
                totals.Add(new Money(reader.Within(second, 1 - Money.Limit, Money.Limit - 1)));
            }
            else
            {
                reader.Require(second == 0, "no padding");
            }
        }

        return totals.ToImmutable();
    }

    private static Money ReadMoney(ref WordReader reader) => new(reader.Signed(1 - Money.Limit, Money.Limit - 1));
}
