// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SignerFixture} from "./SignerFixture.sol";
import {FeedDouble} from "./FeedDouble.sol";
import {ModelRows} from "./ModelRows.sol";
import {HostileToken} from "./Tokens.sol";
import {LiquidationAuction} from "../../../contracts/LiquidationAuction.sol";
import {MarginVault} from "../../../contracts/MarginVault.sol";
import {MarginVerifier} from "../../../contracts/MarginVerifier.sol";
import {MarketRegistry} from "../../../contracts/MarketRegistry.sol";
import {ModelRegistry} from "../../../contracts/ModelRegistry.sol";
import {SelfProof} from "../../../contracts/SelfProof.sol";
import {VaultExiting} from "../../../contracts/VaultExiting.sol";
import {VaultTrading} from "../../../contracts/VaultTrading.sol";
import {VaultStorage} from "../../../contracts/vault/VaultStorage.sol";
import {FixedPriceEngine} from "../../../contracts/mocks/FixedPriceEngine.sol";
import {DisputeRecord} from "./DisputeRecord.sol";
import {IDisputes} from "../../../contracts/interfaces/IDisputes.sol";
import {ICommittee} from "../../../contracts/interfaces/ICommittee.sol";
import {IMarginEngine} from "../../../contracts/interfaces/IMarginEngine.sol";
import {IMarginVault} from "../../../contracts/interfaces/IMarginVault.sol";
import {IMarketRegistry} from "../../../contracts/interfaces/IMarketRegistry.sol";
import {Capability, IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IReferenceFeed} from "../../../contracts/interfaces/IReferenceFeed.sol";
import {
    Attestation,
    CashExit,
    MarginTags,
    Purpose,
    Row,
    Signatures,
    WithdrawRequest
} from "../../../contracts/interfaces/IMarginTypes.sol";

/// @title A vault with its auction on the real verifier and registries: 3 of 5 attesters, 2 of 3 publishers, one
/// market.
abstract contract VaultFixture is SignerFixture {
    address internal constant TIMELOCK = address(0x71);
    address internal constant GUARDIAN = address(0x60);
    address internal constant RECIPIENT = address(0x9eC1b37e5A0c64D8f21e93B7a65d48c0FE17263d);
    address internal constant STRANGER = address(0x57A);
    uint64 internal constant NOW = 1_800_000_000;
    uint64 internal constant BLOCK = 100_000;
    uint64 internal constant EPOCH = 1;
    uint256 internal constant QUORUM = 0x15; // attesters 0, 2, 4
    uint256 internal constant PUBLISHER_QUORUM = 0x3;
    uint64 internal constant ROUND_LENGTH = 12;
    uint40 internal constant EXPIRY = 1_803_456_000;

    bytes32 internal constant BTC = "BTC";
    bytes32 internal constant USD = "USD";
    bytes32 internal constant ENGINE_ID = keccak256("engine");
    int64 internal constant SPOT = 50_000e8;

    uint256 internal constant ALICE_KEY = 0xA11CE;
    uint256 internal constant BOB_KEY = 0xB0B;
    uint256 internal constant CAROL_KEY = 0xCA401;

    address internal alice = vm.addr(ALICE_KEY);
    address internal bob = vm.addr(BOB_KEY);
    address internal carol = vm.addr(CAROL_KEY);
    bytes32 internal aliceAccount;
    bytes32 internal bobAccount;
    bytes32 internal carolAccount;

    HostileToken internal cash;
    MarginVerifier internal verifier;
    MarketRegistry internal market;
    ModelRegistry internal models;
    IMarginEngine internal engine;
    DisputeRecord internal disputes;
    SelfProof internal selfProof;
    FeedDouble internal feed;
    MarginVault internal vault;
    LiquidationAuction internal auction;

    bytes32 internal parametersHash;
    bytes32 internal scenarioHash;
    bytes32 internal modelId;
    uint64 internal round;
    bytes32 internal marketHash;
    bytes[] internal sections;

    function setUp() public virtual {
        vm.warp(NOW);
        vm.roll(BLOCK);
        // From its artifact: gas that is measured is not that of a test's code (scripts/solc).
        cash = HostileToken(vm.deployCode("Tokens.sol:HostileToken", abi.encode(_cashDecimals())));
        engine = _deployEngine();
        selfProof = new SelfProof();
        _deployRegistries();
        modelId = _scheduleModel(_capabilities(), 1);
        _deployDisputes();
        _deployVault();
        _registerRound(SPOT, 0);
        aliceAccount = _openAccount(alice);
        bobAccount = _openAccount(bob);
        carolAccount = _openAccount(carol);
    }

    /// @notice Decimals of the cash token; a test of other decimals overrides it.
    function _cashDecimals() internal pure virtual returns (uint8) {
        return 6;
    }

    function _deployEngine() internal virtual returns (IMarginEngine) {
        return IMarginEngine(address(new FixedPriceEngine()));
    }

    function _config() internal view virtual returns (VaultStorage.Config memory) {
        return
            VaultStorage.Config({
                timelock: TIMELOCK,
                guardian: GUARDIAN,
                verifier: verifier,
                market: market,
                models: models,
                disputes: _vaultDisputes(),
                auction: vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 3),
                selfProof: selfProof,
                cashToken: address(cash),
                cashAssetId: "USDC",
                cashCap: 1e18,
                modelId: modelId,
                priceBandPpm: 50_000,
                clearingFeePpm: 0,
                exitDelay: 6 hours,
                minBookInterval: 2
            });
    }

    /// @notice A record that tests write; a test of proofs deploys what takes them.
    function _deployDisputes() internal virtual {
        disputes = new DisputeRecord();
    }

    function _vaultDisputes() internal view virtual returns (IDisputes) {
        return disputes;
    }

    function _deployRegistries() private {
        verifier = new MarginVerifier(TIMELOCK, GUARDIAN, ICommittee(address(0)), 600, 500_000, 3600);
        IMarketRegistry.Limits memory limits = IMarketRegistry.Limits({
            roundLength: ROUND_LENGTH,
            maxSkew: 5,
            maxAgeExit: 24,
            maxAge: 60,
            exitGrace: 24,
            settlementFallback: 6 hours,
            maxFundingRate: 7_500_000_000,
            sequencerGrace: 0
        });
        market = new MarketRegistry(TIMELOCK, GUARDIAN, verifier, IReferenceFeed(address(0)), limits);
        models = new ModelRegistry(TIMELOCK, GUARDIAN, 0);
        feed = new FeedDouble(8);
        vm.startPrank(TIMELOCK);
        verifier.registerEpoch(_signerSet(ATTESTER_SEED, 5), 3, NOW, NOW + 3650 days);
        verifier.setBondedFloor(EPOCH, 2_000_000e6);
        market.registerEpoch(_signerSet(PUBLISHER_SEED, 3), 2, NOW, NOW + 3650 days);
        market.setReference(BTC, address(feed), 20_000, 50_000, 60);
        vm.stopPrank();
    }

    function _scheduleModel(uint32 capabilities, uint256 version) internal returns (bytes32) {
        (bytes memory parameters, bytes memory scenarios) = _model(version);
        (parametersHash, scenarioHash) = (keccak256(parameters), keccak256(scenarios));
        IModelRegistry.ModelPlan memory plan;
        plan.engineId = ENGINE_ID;
        plan.engine = address(engine);
        plan.parameterChunks = new address[](1);
        plan.scenarioChunks = new address[](1);
        plan.parameterChunks[0] = models.storeChunk(parameters);
        plan.scenarioChunks[0] = models.storeChunk(scenarios);
        plan.capabilities = capabilities;
        plan.activeFrom = uint64(block.timestamp);
        vm.prank(TIMELOCK);
        return models.schedule(plan);
    }

    /// @notice Rows of parameters and scenarios that no contract values anything with. A test of an engine that values
    /// overrides it.
    function _model(uint256 version) internal pure virtual returns (bytes memory parameters, bytes memory scenarios) {
        parameters = ModelRows.parameters(version);
        scenarios = ModelRows.scenarios(BTC, 1);
    }

    /// @notice What the first model may be used for.
    function _capabilities() internal pure virtual returns (uint32) {
        return Capability.DISPUTE;
    }

    function _deployVault() internal {
        VaultStorage.Config memory config = _config();
        VaultTrading trading = new VaultTrading(config);
        vault = new MarginVault(config, trading, new VaultExiting(config));
        auction = new LiquidationAuction(vault, 10e6);
        vm.startPrank(TIMELOCK);
        verifier.allocate(address(vault), 1_000_000);
        vault.setOpenInterestCap(BTC, 1_000_000e8);
        vm.stopPrank();
    }

    function _openAccount(address owner) internal returns (bytes32) {
        vm.prank(owner);
        return vault.open(0);
    }

    /// @notice Advances one round and block, and registers a snapshot with this spot and funding index.
    function _nextRound(int64 spot, int64 fundingIndex) internal {
        vm.warp(block.timestamp + ROUND_LENGTH);
        vm.roll(block.number + 2);
        _registerRound(spot, fundingIndex);
    }

    function _registerRound(int64 spot, int64 fundingIndex) internal {
        (bool success, ) = address(market).call(_prepareRound(spot, fundingIndex));
        assertTrue(success, "registered");
    }

    /// @notice The call that registers a snapshot of now with this spot and funding index.
    function _prepareRound(int64 spot, int64 fundingIndex) internal returns (bytes memory) {
        uint64 time = uint64(block.timestamp);
        round = time / ROUND_LENGTH;
        vm.setBlockhash(block.number - 1, keccak256(abi.encode("block", block.number - 1)));
        feed.set(spot, 0, block.timestamp);
        delete sections;
        sections.push(_assets(int64(time)));
        sections.push(_section(spot, fundingIndex, int64(time)));
        marketHash = keccak256(
            abi.encode(MarginTags.MARKET, round, time, 2, keccak256(sections[0]), keccak256(sections[1]))
        );
        bytes32 digest = market.snapshotDigest(IMarketRegistry.MarketSnapshot(round, time, marketHash, EPOCH));
        Signatures memory signatures = _sign(PUBLISHER_SEED, 3, PUBLISHER_QUORUM, digest);
        return abi.encodeCall(IMarketRegistry.register, (round, time, EPOCH, sections, signatures));
    }

    /// @notice Section 0: no asset.
    function _assets(int64) internal view virtual returns (bytes memory) {
        return abi.encode(MarginTags.SECTION, 0);
    }

    /// @notice Bitcoin's section: a spot and a perpetual at its price.
    function _section(int64 spot, int64 fundingIndex, int64 time) internal view virtual returns (bytes memory) {
        return
            abi.encode(
                MarginTags.SECTION,
                _fields(0, 1, 0, 0),
                BTC,
                USD,
                _fields(spot, 1e12, time, 0),
                _fields(spot, fundingIndex, 1e12, time)
            );
    }

    function _registerSettlement(uint40 expiry, int64 price) internal {
        feed.set(price, 0, block.timestamp);
        bytes32 digest = market.settlementDigest(BTC, expiry, price, EPOCH);
        market.registerSettlement(BTC, expiry, price, EPOCH, _sign(PUBLISHER_SEED, 3, PUBLISHER_QUORUM, digest));
    }

    /// @notice Mints and deposits cash, raw micro-units.
    function _deposit(bytes32 account, uint128 amount) internal {
        uint8 decimals = _cashDecimals();
        uint256 tokens = decimals >= 6 ? amount * 10 ** (decimals - 6) : amount / 10 ** (6 - decimals);
        cash.mint(address(this), tokens);
        cash.approve(address(vault), tokens);
        vault.deposit(account, amount);
    }

    /// @notice An attestation about the account as it stands, for nothing yet.
    function _attestation(bytes32 account, Purpose purpose) internal view returns (Attestation memory attestation) {
        attestation.consumer = address(vault);
        attestation.account = account;
        (attestation.sequence, attestation.priorBookHash, attestation.cash, ) = vault.state(account);
        attestation.bookHash = attestation.priorBookHash;
        attestation.engineId = ENGINE_ID;
        attestation.parametersHash = parametersHash;
        attestation.scenarioHash = scenarioHash;
        attestation.round = round;
        attestation.marketHash = marketHash;
        attestation.totalsHash = keccak256("totals");
        attestation.bundleHash = keccak256("bundle");
        attestation.validUntil = uint64(block.timestamp) + 120;
        attestation.blockNumber = uint64(block.number - 1);
        attestation.blockHash = blockhash(block.number - 1);
        attestation.epoch = EPOCH;
        attestation.purpose = purpose;
    }

    /// @notice The attestation of a cash withdrawal by a healthy account.
    function _withdrawal(WithdrawRequest memory request) internal view returns (Attestation memory attestation) {
        attestation = _attestation(request.account, Purpose.Withdraw);
        if (request.asset == 0) attestation.cash -= int128(request.amount);
        attestation.actionHash = keccak256(
            abi.encode(request.account, request.asset, request.amount, request.recipient)
        );
        attestation.equity = 90_000e6;
        attestation.initialMargin = 80_000e6;
        attestation.maintenanceMargin = 60_000e6;
        attestation.valueAtRisk = 30_000e6;
        attestation.expectedShortfall = 35_000e6;
    }

    function _signed(Attestation memory attestation) internal view returns (Signatures memory) {
        return _sign(ATTESTER_SEED, 5, QUORUM, verifier.digest(attestation));
    }

    /// @notice The packed form of an attested withdrawal in cash.
    function _cashExit(
        WithdrawRequest memory request,
        Attestation memory attestation,
        uint256 bitmap
    ) internal view returns (CashExit memory exit) {
        exit = CashExit({
            payee: bytes32((uint256(uint160(request.recipient)) << 96) | uint96(uint256(request.account))),
            bounds: _fields(
                int64(attestation.sequence),
                int64(attestation.round),
                int64(attestation.validUntil),
                int64(attestation.blockNumber)
            ),
            payment: _halves(int128(request.amount), attestation.cash),
            requirement: _halves(attestation.equity, int128(attestation.initialMargin)),
            measures: _halves(int128(attestation.maintenanceMargin), int128(attestation.valueAtRisk)),
            committee: bytes32(
                (uint256(attestation.expectedShortfall) << 128) | (uint256(attestation.epoch) << 64) | bitmap
            ),
            totalsHash: attestation.totalsHash,
            bundleHash: attestation.bundleHash,
            engineId: attestation.engineId,
            parametersHash: attestation.parametersHash,
            scenarioHash: attestation.scenarioHash,
            epochTerms: verifier.epochTerms(attestation.epoch)
        });
    }

    function _instantCall(
        WithdrawRequest memory request,
        Attestation memory attestation,
        Signatures memory signatures
    ) internal view returns (bytes memory) {
        CashExit memory exit = _cashExit(request, attestation, signatures.bitmap);
        return abi.encodeCall(IMarginVault.withdrawAttested, (exit, _quorum(signatures)));
    }

    function _halves(int128 high, int128 low) private pure returns (bytes32) {
        return bytes32((uint256(uint128(high)) << 128) | uint128(low));
    }

    /// @notice Four int64 fields of one word, most significant first.
    function _fields(int64 a, int64 b, int64 c, int64 d) internal pure returns (bytes32) {
        return
            bytes32((uint256(uint64(a)) << 192) | (uint256(uint64(b)) << 128) | (uint256(uint64(c)) << 64) | uint64(d));
    }

    function _row(
        bytes32 instrument,
        int64 quantity,
        int64 entryPrice,
        int64 fundingIndex
    ) internal pure returns (Row memory) {
        return Row(instrument, _fields(quantity, entryPrice, fundingIndex, 0));
    }

    /// @notice An identifier of BTC against USD, settled in USD.
    function _instrument(uint40 expiry, uint64 strike, uint8 kind) internal pure returns (bytes32) {
        return bytes32(abi.encodePacked(uint8(1), bytes8(BTC), bytes6(USD), uint8(1), expiry, strike, kind, uint16(0)));
    }

    function _perpetual() internal pure returns (bytes32) {
        return _instrument(0, 0, 2);
    }

    function _rowsHash(Row[] memory rows) internal pure returns (bytes32) {
        bytes memory words = abi.encode(MarginTags.ROWS, rows.length);
        for (uint256 i = 0; i < rows.length; ++i) words = bytes.concat(words, rows[i].instrument, rows[i].packed);
        return keccak256(words);
    }

    /// @notice The hash of a book without collateral.
    function _bookHash(bytes32 account, Row[] memory rows) internal view returns (bytes32) {
        bytes32 noCollateral = keccak256(abi.encode(MarginTags.COLLATERAL, 0));
        return keccak256(abi.encode(MarginTags.BOOK, address(vault), account, _rowsHash(rows), noCollateral));
    }
}
