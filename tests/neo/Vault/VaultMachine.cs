using System.Collections.Immutable;
using System.Linq;
using Neo;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Units;
using Verifiable.Neo;
using Verifiable.Neo.Output;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Neo.Chain;

namespace Verifiable.Tests.Neo.Vault;

/// <summary>The vault's pure functions on a chain of their own.</summary>
internal sealed class VaultMachine
{
    private readonly TestChain _chain = new();
    private readonly UInt160 _vault;

    internal VaultMachine()
    {
        byte[] key = [2, .. new byte[32]];
        _vault = _chain.Deploy(
            Built, UInt160.Zero, UInt160.Zero, UInt160.Zero, new byte[32], new byte[32], new byte[32], key, 1, key, 1);
    }

    /// <summary>The vault of this build.</summary>
    internal static BuiltContract Built { get; } =
        ContractBuilder.Build(typeof(Verifiable.Neo.Vault.MarginVault).Assembly.Location);

    internal CallOutcome ScenarioTotal(MarginCase of, int scenario) => _chain.Call(
        _vault,
        "scenarioTotal",
        [],
        BookRows.WritePositions(of.Book.Positions),
        SectionsOf(of),
        of.Market.ObservedAt.Seconds,
        ParameterRows.Write(of.Model),
        ScenarioRows.Write(of.Scenarios),
        scenario);

    internal CallOutcome BaseValue(MarginCase of) => _chain.Call(
        _vault,
        "baseValue",
        [],
        BookRows.WritePositions(of.Book.Positions),
        SectionsOf(of),
        of.Market.ObservedAt.Seconds,
        ParameterRows.Write(of.Model),
        ScenarioRows.Write(of.Scenarios));

    /// <summary>The sections of the underlyings held, as far as the market lists them, in its order.</summary>
    internal static object[] SectionsOf(MarginCase of)
    {
        ImmutableArray<byte[]> sections = MarketRows.Sections(of.Market);
        ImmutableHashSet<UnderlyingId> held = [.. of.Book.Positions.Select(static row => row.Instrument.Underlying)];
        return [.. sections.Skip(1).Where((_, at) => held.Contains(of.Market.Underlyings[at].Underlying))];
    }
}
