using System;
using System.Numerics;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Attestation.Signing;

/// <summary>What a committee signs about one account: the struct <c>Attestation</c> of the contracts.</summary>
/// <remarks>Money is in raw units of the settlement currency, times in Unix seconds.</remarks>
public sealed record MarginAttestation
{
    /// <summary>The number of members.</summary>
    public const int MemberCount = 25;

    /// <summary>The struct's type as EIP-712 hashes it.</summary>
    public const string TypeString =
        "Attestation(address consumer,bytes32 account,uint64 sequence,bytes32 priorBookHash,bytes32 bookHash,"
        + "int128 cash,bytes32 actionHash,bytes32 engineId,bytes32 parametersHash,bytes32 scenarioHash,uint64 round,"
        + "bytes32 marketHash,bytes32 totalsHash,int128 equity,uint128 initialMargin,uint128 maintenanceMargin,"
        + "uint128 valueAtRisk,uint128 expectedShortfall,int128 priorExcess,bytes32 bundleHash,uint64 validUntil,"
        + "uint64 blockNumber,bytes32 blockHash,uint64 epoch,uint8 purpose)";

    private static readonly Bytes32 TypeHash = Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(TypeString));

    /// <summary>The contract that may use it; zero off chain.</summary>
    public required Address Consumer { get; init; }

    /// <summary>The account.</summary>
    public required Bytes32 Account { get; init; }

    /// <summary>The account's sequence number before the action.</summary>
    public required ulong Sequence { get; init; }

    /// <summary>The hash of the book before the action.</summary>
    public required Bytes32 PriorBookHash { get; init; }

    /// <summary>The hash of the book after the action.</summary>
    public required Bytes32 BookHash { get; init; }

    /// <summary>Cash after the action.</summary>
    public required Int128 Cash { get; init; }

    /// <summary>The hash of the request or the orders; zero where there is no action.</summary>
    public required Bytes32 ActionHash { get; init; }

    /// <summary>The engine that computed the result.</summary>
    public required Bytes32 EngineId { get; init; }

    /// <summary>The hash of the model's parameters.</summary>
    public required Bytes32 ParametersHash { get; init; }

    /// <summary>The hash of the scenario set.</summary>
    public required Bytes32 ScenarioHash { get; init; }

    /// <summary>The market snapshot's round; zero off chain.</summary>
    public required ulong Round { get; init; }

    /// <summary>The hash of the market snapshot.</summary>
    public required Bytes32 MarketHash { get; init; }

    /// <summary>The hash of the account's total in each scenario.</summary>
    public required Bytes32 TotalsHash { get; init; }

    /// <summary>Equity after the action.</summary>
    public required Int128 Equity { get; init; }

    /// <summary>The initial margin requirement.</summary>
    public required UInt128 InitialMargin { get; init; }

    /// <summary>The maintenance margin requirement.</summary>
    public required UInt128 MaintenanceMargin { get; init; }

    /// <summary>Value at risk.</summary>
    public required UInt128 ValueAtRisk { get; init; }

    /// <summary>Expected shortfall.</summary>
    public required UInt128 ExpectedShortfall { get; init; }

    /// <summary>Mark to market less initial margin before the action, without cash; for Reduce alone.</summary>
    public required Int128 PriorExcess { get; init; }

    /// <summary>The hash of the replay bundle's evidence.</summary>
    public required Bytes32 BundleHash { get; init; }

    /// <summary>The last second at which it may be used.</summary>
    public required ulong ValidUntil { get; init; }

    /// <summary>The block whose state was read.</summary>
    public required ulong BlockNumber { get; init; }

    /// <summary>That block's hash.</summary>
    public required Bytes32 BlockHash { get; init; }

    /// <summary>The committee's epoch.</summary>
    public required ulong Epoch { get; init; }

    /// <summary>What it may be used for.</summary>
    public required Purpose Purpose { get; init; }

    /// <summary>The domain of the committee's verifier contract.</summary>
    public static Eip712Domain Domain(BigInteger chainId, Address verifyingContract) =>
        new("VerifiableMargin", "1", chainId, verifyingContract);

    /// <summary>The members as ABI words, in order.</summary>
    public ReadOnlySpan<byte> ToWords() => AddWords(new WordList()).Bytes;

    /// <summary>The struct's hash.</summary>
    public Bytes32 StructHash() => AddWords(new WordList().Add(TypeHash)).Hash();

    /// <summary>The digest that the committee signs.</summary>
    public Bytes32 Digest(Eip712Domain domain) => domain.Digest(StructHash());

    private WordList AddWords(WordList words) => words
        .Add(Consumer)
        .Add(Account)
        .AddUnsigned(Sequence)
        .Add(PriorBookHash)
        .Add(BookHash)
        .AddSigned(Cash)
        .Add(ActionHash)
        .Add(EngineId)
        .Add(ParametersHash)
        .Add(ScenarioHash)
        .AddUnsigned(Round)
        .Add(MarketHash)
        .Add(TotalsHash)
        .AddSigned(Equity)
        .AddUnsigned(InitialMargin)
        .AddUnsigned(MaintenanceMargin)
        .AddUnsigned(ValueAtRisk)
        .AddUnsigned(ExpectedShortfall)
        .AddSigned(PriorExcess)
        .Add(BundleHash)
        .AddUnsigned(ValidUntil)
        .AddUnsigned(BlockNumber)
        .Add(BlockHash)
        .AddUnsigned(Epoch)
        .AddUnsigned((ulong)Purpose);
}
