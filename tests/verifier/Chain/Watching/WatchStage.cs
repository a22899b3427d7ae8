using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Attestation.Bundles;
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
using Verifiable.Tests.Verifier.Cli;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Watching;

/// <summary>
/// The protocol with its real engine on anvil, an account with collateral, and a folder of bundles: those that its
/// attesters made, and those in which they lie.
/// </summary>
public sealed class WatchStage : IAsyncLifetime
{
    private const string Profile = "portfolio-scan-1.0";
    private const string Password = "correct horse";
    private const int Owner = 2;
    private const int Challenger = 4;
    private static readonly Profile Model = Profiles.Open(Profile);

    private static readonly string[] Sources =
    [
        "contracts/MarginVerifier.sol", "contracts/MarketRegistry.sol", "contracts/ModelRegistry.sol",
        "contracts/AttesterBond.sol", "contracts/Disputes.sol", "contracts/VaultTrading.sol",
        "contracts/VaultExiting.sol", "contracts/SelfProof.sol", "contracts/MarginVault.sol",
        "contracts/LiquidationAuction.sol", "contracts/MarginEngine.sol",
        "contracts/valuation/AccountValuation.sol", "contracts/valuation/InstrumentMark.sol",
        "contracts/mocks/LocalToken.sol", "contracts/mocks/LocalFeed.sol",
    ];

    private MarketSnapshot? _market;
    private ulong _round;
    private TransactionSender? _owner;

    /// <summary>The chain.</summary>
    public LocalChain Chain { get; private set; } = null!;

    /// <summary>The protocol on it.</summary>
    public LocalProtocol Protocol { get; private set; } = null!;

    /// <summary>The account, with 100,000 of cash and two bitcoin.</summary>
    public Bytes32 Account { get; private set; }

    /// <summary>Who challenges.</summary>
    public Address ChallengerAddress => Chain.Accounts[Challenger].Address;

    internal ProtocolContracts Contracts => Protocol.Contracts;

    /// <summary>Sends transactions of a stranger.</summary>
    internal TransactionSender Stranger { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await LocalChain.CompileAsync(sources: Sources);
        Chain = await LocalChain.StartAsync(new LocalChainOptions { Node = LocalNode.Anvil });
        Protocol = await LocalProtocol.DeployAsync(Chain, new LocalProtocolOptions
        {
            Profile = Profile,
            EngineArtifact = "MarginEngine",
            CashAsset = ProtocolStage.Usd,
            Collateral = [ProtocolStage.BtcAsset],
            Underlyings = [new ListedUnderlying(ProtocolStage.Btc.Word, ProtocolStage.SpotRaw, 1_000_000)],
            MaxAgeSeconds = 3_600,
        });
        _owner = Chain.CreateSender(Owner);
        Stranger = Chain.CreateSender(5);
        Account = await Contracts.Vault.OpenAsync(_owner, 1);
        await Protocol.FundAsync(_owner, Account, 100_000_000_000);
        await DepositBitcoinAsync(200_000_000);
        await RegisterRoundAsync();
    }

    public async Task DisposeAsync()
    {
        _owner?.Dispose();
        Stranger?.Dispose();
        Protocol?.Dispose();
        if (Chain is not null)
        {
            await Chain.DisposeAsync();
        }
    }

    /// <summary>A folder with what the command line needs.</summary>
    internal string NewFolder()
    {
        string folder = Directory.CreateTempSubdirectory("verifiable-watch-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "bundles"));
        DeploymentFile.Write(Path.Combine(folder, "deployment.json"), Contracts.Deployment);
        Keystore.Encrypt(Chain.Accounts[Challenger], Password, 4).Save(Path.Combine(folder, "challenger.json"));
        File.WriteAllText(Path.Combine(folder, "password"), Password);
        return folder;
    }

    /// <summary>
    /// The bundle of a withdrawal of cash, signed by the attesters after they changed a number of it, or none.
    /// </summary>
    internal async Task<Bundle> AttestAsync(
        WithdrawAction action, Func<MarginAttestation, MarginAttestation>? lie = null)
    {
        ChainBinding binding = await Protocol.BindAsync(Account, validForSeconds: 300);
        Book before = await AccountBook.ReadAsync(Contracts, Chain.Node, Account);
        AttestedInputs inputs = new(
            CurrentEngine.Identity,
            Model.Model.Enforceable(string.Empty),
            Model.Scenarios.Set,
            _market!,
            _round,
            action.Apply(before, ProtocolStage.Usd));
        Bundle draft = AttestationDraft.Create(
            inputs, binding, Protocol.Attesters.Signers, Purpose.Withdraw, action.Hash(), action);
        MarginAttestation attestation = lie is null ? draft.Attestation : lie(draft.Attestation);
        SignedAttestation signed = Protocol.Sign(attestation);
        return new Bundle(draft.Evidence, attestation, signed.Signatures, draft.Notes);
    }

    /// <summary>Puts a bundle where the watcher looks.</summary>
    internal Bytes32 Plant(string folder, Bundle bundle)
    {
        Bytes32 digest = bundle.Attestation.Digest(
            MarginAttestation.Domain(Chain.ChainId, Contracts.Verifier.Address));
        File.WriteAllBytes(Path.Combine(folder, "bundles", $"{digest}.vmb"), bundle.Encode());
        return digest;
    }

    /// <summary>A withdrawal to the owner.</summary>
    internal WithdrawAction Withdrawal(ulong amount) => new(Account, 0, amount, Chain.Accounts[Owner].Address);

    /// <summary>Queues a withdrawal on an attestation.</summary>
    internal async Task<System.Numerics.BigInteger> QueueAsync(WithdrawAction action, Bundle bundle)
    {
        WithdrawOutcome outcome = await Contracts.Vault.RequestWithdrawAsync(
            _owner!, action, bundle.Attestation, bundle.Signatures);
        return outcome.ExitId!.Value;
    }

    internal Task<bool> ProvedAsync(Bytes32 digest) =>
        Contracts.Disputes.ProvedAsync(digest, BlockReference.Latest);

    /// <summary>The proofs that the chain holds of an attestation.</summary>
    internal async Task<int> ProofsAsync(Bytes32 digest)
    {
        Block head = (await Chain.Node.FindBlockAsync(BlockReference.Latest))!;
        IEnumerable<DecodedEvent> proofs =
            await Contracts.Disputes.Contract.EventsAsync("AttestationDisproved", 0, head.Number);
        return proofs.Count(proof => proof.Fields["digest"].AsBytes32() == digest);
    }

    /// <summary>The command line of a watcher, or of one dispute.</summary>
    internal IEnumerable<string> Arguments(params IEnumerable<string> verb) => Arguments(Chain.Url, verb);

    private IEnumerable<string> Arguments(string url, IEnumerable<string> verb) =>
    [
        .. verb, "--keystore", "challenger.json", "--password-file", "password", "--rpc-url", url,
        "--deployment", "deployment.json", "--artifacts", Path.Combine(Chain.Project, "artifacts", "solidity"),
    ];

    internal Process StartWatch(string folder, string? url = null) =>
        CommandLine.Start(folder, Arguments(url ?? Chain.Url, ["watch", "bundles", "--poll", "1s"]));

    /// <summary>Reads a process's output until a line holds a text.</summary>
    internal static async Task<string> UntilAsync(Process process, string text)
    {
        using System.Threading.CancellationTokenSource limit = new(TimeSpan.FromMinutes(1));
        string? line;
        do
        {
            line = await process.StandardOutput.ReadLineAsync(limit.Token);
        }
        while (line is not null && !line.Contains(text, StringComparison.Ordinal));
        return line ?? await process.StandardError.ReadToEndAsync(limit.Token);
    }

    /// <summary>Ends a process as kill -9 does.</summary>
    internal static async Task KillAsync(Process process)
    {
        using Process kill = Process.Start("kill", ["-9", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync();
    }

    private async Task DepositBitcoinAsync(UInt128 amount)
    {
        VaultAsset bitcoin = (await Contracts.Vault.CollateralAssetsAsync(BlockReference.Latest)).Single();
        ContractInstance token = Contracts.CashToken with { Address = bitcoin.Token };
        await token.SendAsync(_owner!, "mint", [_owner!.Address, amount]);
        await token.SendAsync(_owner, "approve", [Contracts.Vault.Address, amount]);
        await Contracts.Vault.DepositCollateralAsync(_owner, Account, bitcoin.Index, amount);
    }

    private async Task RegisterRoundAsync()
    {
        await Chain.Dev.MineAsync(2);
        Block head = (await Chain.Node.FindBlockAsync(BlockReference.Latest))!;
        Instant now = new((long)head.TimeSeconds);
        UnderlyingMarket bitcoin = new(
            ProtocolStage.Btc,
            new Price(ProtocolStage.SpotRaw),
            new Ratio(Ratio.One),
            now,
            new Volatility(0),
            new PerpetualMarket(new Price(ProtocolStage.SpotRaw), new Ratio(0), new Ratio(Ratio.One), now),
            []);
        _market = new MarketSnapshot(
            now,
            ProtocolStage.Usd,
            [new AssetPrice(ProtocolStage.BtcAsset, new Ratio(50_000 * Ratio.One), new Ratio(Ratio.One), now)],
            [bitcoin]);
        _round = (await Protocol.RegisterAsync(_market)).Round;
    }
}
