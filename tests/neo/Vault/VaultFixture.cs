using System;
using System.Collections.Immutable;
using System.Linq;
using System.Security.Cryptography;
using Neo;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Neo;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Neo;
using Verifiable.Tests.Conformance.Margin;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Neo.Chain;
using ReplayBundle = Verifiable.Attestation.Bundles.Bundle;

namespace Verifiable.Tests.Neo.Vault;

/// <summary>A vault with its token, two committees of three and a market, on a chain of its own.</summary>
internal sealed class VaultFixture
{
    internal const long Million = 1_000_000_000_000;
    internal static readonly UInt160 Owner = Parties.Of(1);
    internal static readonly UInt160 Alice = Parties.Of(2);
    internal static readonly UInt160 Bob = Parties.Of(3);
    internal static readonly UInt160 Carol = Parties.Of(4);

    private readonly PrivateKey[] _attesters;
    private readonly int _threshold;
    private readonly PrivateKey[] _publishers = [.. Enumerable.Range(11, 3).Select(Key)];
    private readonly UInt160 _token;

    internal VaultFixture(
        MarginCase? of = null, PrivateKey[]? attesters = null, int threshold = 2, IVaultChain? chain = null)
    {
        Chain = chain ?? new TestChain();
        _attesters = attesters ?? [.. Enumerable.Range(1, 3).Select(Key)];
        _threshold = threshold;
        Case = of ?? SampleBook.Of("portfolio-scan-1.0", 4);
        Chain.Now = Case.Market.ObservedAt.Seconds;
        _token = Chain.Deploy(ContractBuilder.Build(typeof(TestDollar).Assembly.Location), Owner);
        Vault = Chain.Deploy(VaultMachine.Built, Owner, Settings());
        Domain = new NeoDomain(Chain.Network, Address.Read(global::Neo.IO.Helper.ToArray(Vault)));
        Market = Case;
        Publish(1);
    }

    internal IVaultChain Chain { get; }

    /// <summary>The chain where it is in this process.</summary>
    internal TestChain Machine => (TestChain)Chain;

    internal UInt160 Vault { get; }

    internal NeoDomain Domain { get; }

    /// <summary>The model, scenarios and rows of the tests, at the first market.</summary>
    internal MarginCase Case { get; }

    /// <summary>The inputs with the market registered last.</summary>
    internal MarginCase Market { get; private set; }

    /// <summary>The round registered last.</summary>
    internal ulong Round { get; private set; }

    /// <summary>Mints, pays in, and says what the account then has.</summary>
    internal long Deposit(UInt160 account, long amount)
    {
        Chain.Call(_token, "mint", [], account, amount);
        Chain.Call(_token, "transfer", [account], account, Vault, amount, Array.Empty<byte>());
        return Cash(account);
    }

    internal long Cash(UInt160 account) => (long)Chain.Call(Vault, "cash", [], account).Value.GetInteger();

    internal long Sequence(UInt160 account) => (long)Chain.Call(Vault, "sequence", [], account).Value.GetInteger();

    internal long Balance(UInt160 account) => (long)Chain.Call(_token, "balanceOf", [], account).Value.GetInteger();

    internal UInt160 Token => _token;

    private static Bytes32 Engine => NeoHashes.Of(EngineRows.Write(CurrentEngine.Identity));

    /// <summary>The chain's first block as its tools print it.</summary>
    private Bytes32 Block => HexText.Parse($"{Chain.Genesis}", string.Empty, nameof(Block));

    /// <summary>Registers the market moved by a share of the spot, in millionths, and then changed.</summary>
    internal CallOutcome Publish(
        ulong round, long movePpm = 0, Func<MarketSnapshot, MarketSnapshot>? change = null)
    {
        MarketSnapshot moved = MovedMarket.Of(Case.Market, movePpm, Chain.Now);
        Market = Case with { Market = change?.Invoke(moved) ?? moved };
        byte[] head = NeoHashes.MarketHead(Market.Market, round);
        CallOutcome outcome = Chain.Call(
            Vault, "registerMarket", [], head, Signed(_publishers, Domain.MarketMessage(head), 2));
        Round = outcome.Fault is null ? round : Round;
        return outcome;
    }

    /// <summary>The attestation of an account with rows and cash after an action.</summary>
    internal MarginAttestation Attest(
        UInt160 account,
        ImmutableArray<Position> before,
        ImmutableArray<Position> after,
        long cash,
        Purpose purpose,
        byte[] action)
    {
        Bytes32 word = NeoHashes.Account(global::Neo.IO.Helper.ToArray(account));
        MarginResult result = (Market with { Book = new Book(word, 0, new Money(cash), [], after) }).Margin();
        return new MarginAttestation
        {
            Consumer = Domain.Contract,
            Account = word,
            Sequence = (ulong)Sequence(account),
            PriorBookHash = NeoHashes.Book(Domain.Contract, word, before),
            BookHash = NeoHashes.Book(Domain.Contract, word, after),
            Cash = cash,
            ActionHash = NeoHashes.Of(action),
            EngineId = Engine,
            ParametersHash = NeoHashes.Of(ParameterRows.Write(Case.Model)),
            ScenarioHash = NeoHashes.Of(ScenarioRows.Write(Case.Scenarios)),
            Round = Round,
            MarketHash = NeoHashes.Of(NeoHashes.MarketHead(Market.Market, Round)),
            TotalsHash = NeoHashes.Of(NeoHashes.Totals(result.Totals)),
            Equity = result.Equity.Raw,
            InitialMargin = (UInt128)result.InitialMargin.Raw,
            MaintenanceMargin = (UInt128)result.MaintenanceMargin.Raw,
            ValueAtRisk = (UInt128)result.ValueAtRisk.Raw,
            ExpectedShortfall = (UInt128)result.ExpectedShortfall.Raw,
            PriorExcess = 0,
            BundleHash = default,
            ValidUntil = (ulong)Chain.Now + 120,
            BlockNumber = 0,
            BlockHash = Block,
            Epoch = 1,
            Purpose = purpose,
        };
    }

    /// <summary>The first attesters' signatures.</summary>
    internal byte[] Signatures(MarginAttestation attestation) =>
        Signed(_attesters, Domain.Message(attestation.ToWords()), _threshold);

    /// <summary>A withdrawal by attestation, changed before it is signed where a test wants it wrong.</summary>
    internal CallOutcome Withdraw(
        UInt160 account,
        ImmutableArray<Position> rows,
        long amount,
        Func<MarginAttestation, MarginAttestation>? change = null,
        Func<byte[], byte[]>? forge = null)
    {
        byte[] action = [.. BytesOf(account), .. BytesOf(account), .. BitConverter.GetBytes(amount)];
        MarginAttestation attestation = Attest(account, rows, rows, Cash(account) - amount, Purpose.Withdraw, action);
        attestation = change?.Invoke(attestation) ?? attestation;
        byte[] signatures = Signatures(attestation);
        return Chain.Call(
            Vault,
            "withdraw",
            [account],
            account,
            amount,
            account,
            attestation.ToWords().ToArray(),
            forge?.Invoke(signatures) ?? signatures);
    }

    /// <summary>A withdrawal by the part for Neo of a replay bundle, signed, written and read back.</summary>
    internal CallOutcome WithdrawByBundle(UInt160 account, ImmutableArray<Position> rows, long amount)
    {
        Address recipient = Address.Read(BytesOf(account));
        Bytes32 word = NeoHashes.Account(BytesOf(account));
        WithdrawAction action = new(word, 0, (UInt128)amount, recipient);
        AttestedInputs inputs = new(
            CurrentEngine.Identity,
            Case.Model,
            Case.Scenarios,
            Market.Market,
            Round,
            new Book(word, 0, new Money(Cash(account) - amount), [], rows));
        ChainBinding evm = new(31337, recipient, recipient, 0, default, 1, 1, default, (ulong)Chain.Now + 120);
        NeoBinding neo = new(
            Domain, recipient, recipient, (ulong)Sequence(account), 1, Round, 0, Block);
        SignerSet committee = new([.. _attesters.Select(static key => key.Address)], _threshold);
        ReplayBundle draft = NeoTwin.AddTo(
            AttestationDraft.Create(inputs, evm, committee, Purpose.Withdraw, action.Hash(), action), inputs, neo);
        ReplayBundle signed = _attesters.Take(_threshold)
            .Aggregate(draft, (bundle, key) => bundle.Sign(evm.Domain, key));
        ReplayBundle read = ReplayBundle.Decode(signed.Encode());
        read.Verify(evm.Domain, committee);
        return Chain.Call(
            Vault,
            "withdraw",
            [account],
            account,
            amount,
            account,
            read.Neo!.Attestation.ToWords().ToArray(),
            read.Neo.VaultSignatures());
    }

    /// <summary>Rows as fills: the marks of the market registered last as prices, and its funding.</summary>
    internal ImmutableArray<Position> AtMarks(ImmutableArray<Position> rows) => [.. rows.Select(row => row with
    {
        EntryPrice = MarkOf(row.Instrument),
        FundingIndex = FundingOf(row.Instrument),
    })];

    /// <summary>A trade of two accounts, the first of which buys the fills. The sections are those of the underlyings
    /// that some rows have, else of the fills.</summary>
    internal CallOutcome Trade(
        UInt160 first,
        UInt160 second,
        ImmutableArray<Position> fills,
        ImmutableArray<Position> firstRows = default,
        ImmutableArray<Position> secondRows = default,
        ImmutableArray<Position> shown = default)
    {
        byte[] action = [.. BytesOf(first), .. BytesOf(second), .. BookRows.WritePositions(fills)];
        return TradeOf(
            first,
            second,
            fills,
            SideOf(first, firstRows.IsDefault ? [] : firstRows, fills, action),
            SideOf(second, secondRows.IsDefault ? [] : secondRows, Opposite(fills), action),
            shown.IsDefault ? fills : shown);
    }

    /// <summary>A trade with what each side shows.</summary>
    internal CallOutcome TradeOf(
        UInt160 first,
        UInt160 second,
        ImmutableArray<Position> fills,
        object[] firstSide,
        object[] secondSide,
        ImmutableArray<Position> shown) =>
        Chain.Call(
            Vault,
            "trade",
            [first, second],
            first,
            second,
            BookRows.WritePositions(fills),
            WitnessOf(),
            SectionsOf(shown),
            firstSide,
            secondSide);

    /// <summary>What one side of a trade shows: its rows, and the attestation of its book after the fills.</summary>
    internal object[] SideOf(
        UInt160 account, ImmutableArray<Position> rows, ImmutableArray<Position> fills, byte[] action)
    {
        Book after = After(account, rows, fills);
        return SideOf(rows, Attest(account, rows, after.Positions, after.Cash.Raw, Purpose.Trade, action));
    }

    /// <summary>Rows, an attestation and its signatures.</summary>
    internal object[] SideOf(ImmutableArray<Position> rows, MarginAttestation attestation) =>
        [BookRows.WritePositions(rows), attestation.ToWords().ToArray(), Signatures(attestation)];

    /// <summary>An account's book after fills, as the command line computes it.</summary>
    internal Book After(UInt160 account, ImmutableArray<Position> rows, ImmutableArray<Position> fills) =>
        fills.Aggregate(
            new Book(default, 0, new Money(Cash(account)), [], rows),
            static (book, fill) => new TradeAction(
                fill.Instrument, fill.Quantity, fill.EntryPrice, fill.FundingIndex).Apply(book));

    /// <summary>The take-over of a stopped account whose rows the bidder then has as a test says.</summary>
    internal CallOutcome TakeOver(
        UInt160 account,
        UInt160 bidder,
        ImmutableArray<Position> rows,
        ImmutableArray<Position> bidderRows,
        ImmutableArray<Position> after,
        long cash,
        int scenario)
    {
        MarginAttestation attestation = Attest(
            bidder, bidderRows, after, cash, Purpose.Trade, [.. BytesOf(account), .. BytesOf(bidder)]);
        return Chain.Call(
            Vault,
            "takeOver",
            [bidder],
            account,
            bidder,
            BookRows.WritePositions(rows),
            SideOf(bidderRows, attestation),
            WitnessOf(),
            SectionsOf(rows),
            scenario);
    }

    /// <summary>The liquidation of an account by one scenario.</summary>
    internal CallOutcome Liquidate(UInt160 account, ImmutableArray<Position> rows, int scenario) => Chain.Call(
        Vault,
        "liquidate",
        [],
        account,
        BookRows.WritePositions(rows),
        NeoHashes.MarketHead(Market.Market, Round),
        SectionsOf(rows),
        ParameterRows.Write(Case.Model),
        ScenarioRows.Write(Case.Scenarios),
        scenario);

    /// <summary>Market head, parameters and scenarios: what a witness is checked against.</summary>
    internal object[] WitnessOf() =>
    [
        NeoHashes.MarketHead(Market.Market, Round),
        ParameterRows.Write(Case.Model),
        ScenarioRows.Write(Case.Scenarios),
    ];

    /// <summary>The sections of the underlyings that rows hold.</summary>
    internal object[] SectionsOf(ImmutableArray<Position> rows) =>
        VaultMachine.SectionsOf(Market with { Book = Case.Book with { Positions = rows } });

    /// <summary>An account's margin at the market registered last.</summary>
    internal MarginResult Margin(UInt160 account, ImmutableArray<Position> rows) =>
        (Market with { Book = new Book(default, 0, new Money(Cash(account)), [], rows) }).Margin();

    internal static ImmutableArray<Position> Opposite(ImmutableArray<Position> rows) =>
        [.. rows.Select(static row => row with { Quantity = new Quantity(-row.Quantity.Raw) })];

    /// <summary>The keys of a committee in the vault's form.</summary>
    internal static byte[] Keys(params PrivateKey[] keys) => [.. keys.SelectMany(Secp256k1.CompressedKey)];

    /// <summary>A key of tests.</summary>
    internal static PrivateKey Key(int number) => new(SHA256.HashData([(byte)number]));

    /// <summary>What one whole unit is worth in the market registered last.</summary>
    private Price MarkOf(InstrumentId instrument)
    {
        Position one = new(instrument, new Quantity(1_00000000), default, default);
        return new Price(100 * (Market with { Book = new Book(default, 0, default, [], [one]) }).Margin().Equity.Raw);
    }

    private Ratio FundingOf(InstrumentId instrument) => instrument.Kind == InstrumentKind.Perpetual
        ? Market.Market.Underlyings.Single(listed => listed.Underlying == instrument.Underlying).Perpetual!.FundingIndex
        : default;

    private object[] Settings() =>
    [
        Owner,
        _token,
        Engine.ToArray(),
        NeoHashes.Of(ParameterRows.Write(Case.Model)).ToArray(),
        NeoHashes.Of(ScenarioRows.Write(Case.Scenarios)).ToArray(),
        Keys(_attesters),
        _threshold,
        Keys(_publishers),
        2,
    ];

    private static byte[] Signed(PrivateKey[] committee, byte[] message, int count) =>
        [.. Enumerable.Range(0, count).SelectMany(index => NeoDomain.Sign((byte)index, message, committee[index]))];

    internal static byte[] BytesOf(UInt160 account) => global::Neo.IO.Helper.ToArray(account);
}
