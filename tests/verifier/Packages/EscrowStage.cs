using System;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Documents;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Testing;
using Verifiable.Tests.Verifier.Chain.Protocol;

namespace Verifiable.Tests.Verifier.Packages;

/// <summary>
/// The README's escrow on the deployed protocol, with half of the outflow limit, and a client who has 100,000 dollars
/// there against a perpetual of one bitcoin, bought at 50,000.
/// </summary>
internal sealed class EscrowStage
{
    internal const ulong Amount = 250_000_000;

    private const long Deposit = 100_000_000_000;
    private const ulong HalfPpm = 500_000;
    private const ulong OutflowWindowSeconds = 3_600;
    private const ulong Epoch = 1;

    private static readonly Profile Model = Profiles.Open(ProtocolStage.Options.Profile);

    private readonly LocalProtocol _protocol;
    private readonly TransactionSender _client;
    private readonly ContractInstance _escrow;

    private EscrowStage(LocalProtocol protocol, TransactionSender client, ContractInstance escrow)
    {
        _protocol = protocol;
        _client = client;
        _escrow = escrow;
    }

    private ProtocolContracts Contracts => _protocol.Contracts;

    /// <summary>The client's account: the address, then a zero sub-account.</summary>
    private Bytes32 Account => Bytes32.Read((byte[])[.. _client.Address.ToArray(), .. new byte[12]]);

    /// <summary>Deploys the escrow. What the vault gives up of the limit is free in the next window only.</summary>
    internal static async Task<EscrowStage> OpenAsync(
        LocalProtocol protocol, TransactionSender client, ArtifactFolder artifacts)
    {
        ProtocolContracts contracts = protocol.Contracts;
        ContractDeployer deployer = new(protocol.Deployer, artifacts, protocol.Chain.ChainId);
        ContractInstance deployed = await deployer.DeployAsync(
            PackedContracts.Contract,
            [
                contracts.CashToken.Address,
                contracts.Verifier.Address,
                contracts.Market.Address,
                contracts.Models.Address,
                await contracts.Vault.AdoptedModelAsync(),
            ]);
        RevertDecoder reverts = protocol.Chain.Artifacts.LoadRevertDecoder().PreferringErrorsOf(deployed.Abi);
        EscrowStage stage = new(protocol, client, deployed with { Reverts = reverts });
        await stage.AllocateAsync(contracts.Vault.Address);
        await protocol.Chain.Dev.IncreaseTimeAsync(OutflowWindowSeconds);
        await protocol.Chain.Dev.MineAsync();
        await stage.AllocateAsync(deployed.Address);
        await stage.FundAsync();
        return stage;
    }

    /// <summary>The attestation of a withdrawal, computed by the engine on a new market round.</summary>
    internal async Task<MarginAttestation> AttestAsync()
    {
        (MarketSnapshot market, ulong round) = await RegisterRoundAsync();
        Book after = Book(Deposit - (long)Amount);
        Block head = await HeadAsync();
        ChainBinding binding = new(
            _protocol.Chain.ChainId,
            Contracts.Verifier.Address,
            _escrow.Address,
            after.Sequence,
            BookRows.Hash(after, _escrow.Address),
            Epoch,
            head.Number,
            head.Hash,
            head.TimeSeconds + 300);
        AttestedInputs inputs = new(
            CurrentEngine.Identity,
            Model.Model.Enforceable(string.Empty),
            Model.Scenarios.Set,
            market,
            round,
            after);
        Bytes32 action = new WordList().Add(_client.Address).AddUnsigned(Amount).Hash();
        return AttestationDraft
            .Create(inputs, binding, _protocol.Attesters.Signers, Purpose.Withdraw, action)
            .Attestation;
    }

    /// <summary>Signs and uses an attestation.</summary>
    internal Task<TransactionReceipt> WithdrawAsync(MarginAttestation attestation) =>
        WithdrawAsync(_protocol.Sign(attestation));

    /// <summary>Uses an attestation.</summary>
    internal Task<TransactionReceipt> WithdrawAsync(SignedAttestation shown) => _escrow.SendAsync(
        _client,
        "withdraw",
        [Amount, ContractValues.Of(shown.Attestation), ContractValues.Of(shown.Signatures)]);

    internal SignedAttestation Sign(MarginAttestation attestation) => _protocol.Sign(attestation);

    internal Bytes32 DigestOf(MarginAttestation attestation) =>
        attestation.Digest(MarginAttestation.Domain(_protocol.Chain.ChainId, Contracts.Verifier.Address));

    /// <summary>What the client holds of the token, base units.</summary>
    internal async Task<UInt128> PaidAsync() =>
        (await Contracts.CashToken.CallAsync("balanceOf", [_client.Address])).Items.Single().Value.AsUInt128();

    private Book Book(long cash) => new(
        Account,
        Sequence: 1,
        new Money(cash),
        [],
        [
            new Position(
                ProtocolStage.Perpetual, new Quantity(1_00000000), new Price(ProtocolStage.SpotRaw), new Ratio(0)),
        ]);

    private Task<TransactionReceipt> AllocateAsync(Address consumer) =>
        Contracts.Verifier.Contract.SendAsync(_protocol.Deployer, "allocate", [consumer, HalfPpm]);

    /// <summary>The deployer is the dealer, who records the client's book.</summary>
    private async Task FundAsync()
    {
        await Contracts.CashToken.SendAsync(_client, "mint", [_client.Address, Deposit]);
        await Contracts.CashToken.SendAsync(_client, "approve", [_escrow.Address, Deposit]);
        await _escrow.SendAsync(_client, "deposit", [Deposit]);
        await _escrow.SendAsync(
            _protocol.Deployer, "record", [_client.Address, BookRows.Hash(Book(Deposit), _escrow.Address)]);
    }

    private async Task<(MarketSnapshot Market, ulong Round)> RegisterRoundAsync()
    {
        await _protocol.Chain.Dev.IncreaseTimeAsync(12);
        await _protocol.Chain.Dev.MineAsync();
        Instant now = new((long)(await HeadAsync()).TimeSeconds);
        Price spot = new(ProtocolStage.SpotRaw);
        Ratio whole = new(Ratio.One);
        PerpetualMarket perpetual = new(spot, new Ratio(0), whole, now);
        UnderlyingMarket bitcoin = new(ProtocolStage.Btc, spot, whole, now, new Volatility(0), perpetual, []);
        MarketSnapshot market = new(now, ProtocolStage.Usd, [], [bitcoin]);
        return (market, (await _protocol.RegisterAsync(market)).Round);
    }

    private async Task<Block> HeadAsync() =>
        (await _protocol.Chain.Node.FindBlockAsync(BlockReference.Latest))!;
}
