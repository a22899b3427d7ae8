using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Disputing;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Testing;
using Verifiable.Tests.Engine.Generators;
using Xunit;

namespace Verifiable.Tests.Conformance.Disputes;

/// <summary>
/// The dispute contract with verifier, bonds, models and engine on a local node, and rounds that anyone writes. The
/// committee is one attester, since each of thousands of attestations is signed.
/// </summary>
public sealed class DisputeMachine : IAsyncLifetime
{
    private const ulong DisputeCapability = 4;
    private const ulong Week = 7 * 86_400;
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Sources =
    [
        .. Margin.EngineMachine.Sources, "contracts/ModelRegistry.sol", "contracts/MarginVerifier.sol",
        "contracts/AttesterBond.sol", "contracts/Disputes.sol", "contracts/mocks/LocalToken.sol",
        "contracts/mocks/RoundHarness.sol",
    ];

    private readonly TestCommittee _attester = new("dispute", 1, 1);
    private readonly HashSet<Bytes32> _scheduled = [];
    private LocalChain? _chain;
    private TransactionSender? _sender;
    private ModelRegistry? _models;
    private ContractInstance? _engine;
    private ContractInstance? _rounds;
    private Eip712Domain? _domain;
    private ulong _now;
    private ulong _nextRound = 1;

    /// <summary>The contract.</summary>
    public Chain.Protocol.Disputes Contract { get; private set; } = null!;

    /// <summary>Compiles the contracts, starts the node and creates them.</summary>
    public async Task InitializeAsync()
    {
        await LocalChain.CompileAsync(sources: Sources);
        _chain = await LocalChain.StartAsync(new LocalChainOptions { Node = LocalNode.Anvil, Time = Start });
        _sender = _chain.CreateSender(0);
        ContractDeployer deployer = new(_sender, _chain.Artifacts, _chain.ChainId);
        Address owner = _sender.Address;
        _engine = await deployer.DeployAsync("MarginEngine", []);
        _models = new ModelRegistry(await deployer.DeployAsync("ModelRegistry", [owner, owner, 0UL]));
        _rounds = await deployer.DeployAsync("RoundHarness", []);
        ContractInstance token = await deployer.DeployAsync("LocalToken", ["Dollar", "USD", 6UL]);
        ContractInstance verifier =
            await deployer.DeployAsync("MarginVerifier", [owner, owner, default(Address), 600UL, 500_000UL, 3_600UL]);
        ulong nonce = await _chain.Node.NonceAsync(owner, BlockReference.Latest);
        Address disputes = ProtocolDeployment.CreatedAddress(owner, nonce + 1);
        ContractInstance bonds = await deployer.DeployAsync(
            "AttesterBond",
            [owner, owner, verifier.Address, token.Address, disputes, 250_000UL, 250_000UL, Week, 0UL]);
        Contract = new Chain.Protocol.Disputes(await deployer.DeployAsync(
            "Disputes",
            [verifier.Address, _rounds.Address, _models.Address, bonds.Address, 5UL * 86_400, 7_200UL, 1UL]));
        await RegisterEpochAsync(verifier);
        _domain = MarginAttestation.Domain(_chain.ChainId, verifier.Address);
    }

    /// <summary>Ends the node.</summary>
    public async Task DisposeAsync()
    {
        _attester.Dispose();
        _sender?.Dispose();
        if (_chain is not null)
        {
            await _chain.DisposeAsync();
        }
    }

    /// <summary>Schedules the cases' model and writes a round for the market of each.</summary>
    /// <returns>The first round; the others follow.</returns>
    internal async Task<ulong> PrepareAsync(IReadOnlyList<MarginCase> cases)
    {
        MarginCase first = cases[0];
        byte[] parameters = ParameterRows.Write(first.Model);
        byte[] scenarios = ScenarioRows.Write(first.Scenarios);
        if (_scheduled.Add(ModelId.Hash(default, Keccak256.Hash(parameters), Keccak256.Hash(scenarios))))
        {
            ulong later = (ulong)(Start + TimeSpan.FromDays(30)).ToUnixTimeSeconds();
            await _models!.ScheduleAsync(_sender!, new ModelPlan(
                default, _engine!.Address, parameters, scenarios, (uint)DisputeCapability, 0, later));
        }

        ulong round = _nextRound;
        _nextRound += (ulong)cases.Count;
        AbiValue[] hashes =
            [.. cases.Select((one, index) => (AbiValue)MarketRows.Hash(one.Market, round + (ulong)index))];
        await _rounds!.SendAsync(_sender!, "register", [round, hashes]);
        return round;
    }

    /// <summary>The true attestation of a case, and what it is computed from.</summary>
    /// <param name="one">The case.</param>
    /// <param name="round">The round of its market.</param>
    /// <param name="prior">The book before a reduction; null makes it a report.</param>
    internal (MarginAttestation Attestation, DisputeEvidence Evidence) Attest(
        MarginCase one, ulong round, Verifiable.Engine.Instruments.Book? prior)
    {
        AttestedInputs inputs = new(
            CurrentEngine.Identity, one.Model, one.Scenarios, one.Market, round, one.Book);
        Verifiable.Engine.Margin.MarginResult result = inputs.Compute();
        Bytes32 bookHash = BookRows.Hash(one.Book, default);
        MarginAttestation attestation = new()
        {
            Consumer = default,
            Account = one.Book.Account,
            Sequence = one.Book.Sequence,
            PriorBookHash = prior is null ? bookHash : BookRows.Hash(prior, default),
            BookHash = bookHash,
            Cash = one.Book.Cash.Raw,
            ActionHash = default,
            EngineId = default,
            ParametersHash = ParameterRows.Hash(one.Model),
            ScenarioHash = ScenarioRows.Hash(one.Scenarios),
            Round = round,
            MarketHash = MarketRows.Hash(one.Market, round),
            TotalsHash = ResultRows.HashTotals(result.Totals),
            Equity = result.Equity.Raw,
            InitialMargin = (UInt128)result.InitialMargin.Raw,
            MaintenanceMargin = (UInt128)result.MaintenanceMargin.Raw,
            ValueAtRisk = (UInt128)result.ValueAtRisk.Raw,
            ExpectedShortfall = (UInt128)result.ExpectedShortfall.Raw,
            PriorExcess = prior is null ? 0 : AttestationFault.ExcessOf(inputs, prior),
            BundleHash = default,
            ValidUntil = _now + 300,
            BlockNumber = 0,
            BlockHash = default,
            Epoch = 1,
            Purpose = prior is null ? Purpose.Report : Purpose.Reduce,
        };
        return (attestation, new DisputeEvidence(inputs, result.Totals, prior));
    }

    /// <summary>Tries a proof in a call that changes nothing.</summary>
    /// <returns>The name of the refusal; null when the proof holds.</returns>
    internal async Task<string?> TryAsync(
        MarginAttestation attestation, AttestationFault fault, DisputeEvidence evidence)
    {
        AbiValue statement = Chain.Protocol.Disputes.Statement(
            new SignedAttestation(attestation, _attester.Sign(attestation.Digest(_domain!))));
        (string function, AbiValue[] arguments) = Chain.Protocol.Disputes.CallOf(statement, fault, evidence);
        try
        {
            await Contract.Contract.CallAsync(function, arguments);
            return null;
        }
        catch (MarginException refusal) when (refusal.Code == ErrorCode.TransactionReverted)
        {
            return RevertReason.Of(refusal)?.Name;
        }
    }

    /// <summary>The gas of a proof as a whole transaction, by its receipt: the first against its signer.</summary>
    internal async Task<ulong> GasAsync(
        MarginAttestation attestation, AttestationFault fault, DisputeEvidence evidence)
    {
        SignedAttestation shown = new(attestation, _attester.Sign(attestation.Digest(_domain!)));
        string before = await _chain!.Dev.SnapshotAsync();
        ulong used = (await Contract.ProveAsync(_sender!, new DisputeCase(shown, fault, evidence))).GasUsed;
        await _chain.Dev.RevertAsync(before);
        return used;
    }

    private async Task RegisterEpochAsync(ContractInstance verifier)
    {
        Block head = (await _chain!.Node.FindBlockAsync(BlockReference.Latest))!;
        ulong from = head.TimeSeconds + 60;
        AbiValue[] arguments = [ContractValues.Of(_attester.Signers), 1UL, from, from + (10 * Week)];
        await verifier.SendAsync(_sender!, "registerEpoch", arguments);
        _now = from;
    }
}
