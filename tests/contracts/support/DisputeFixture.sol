// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BondFixture} from "./BondFixture.sol";
import {FeedDouble} from "./FeedDouble.sol";
import {ModelRows} from "./ModelRows.sol";
import {SectionBuilder} from "./SectionBuilder.sol";
import {Disputes} from "../../../contracts/Disputes.sol";
import {MarketRegistry} from "../../../contracts/MarketRegistry.sol";
import {ModelRegistry} from "../../../contracts/ModelRegistry.sol";
import {FixedPriceEngine} from "../../../contracts/mocks/FixedPriceEngine.sol";
import {Statement} from "../../../contracts/interfaces/IDisputes.sol";
import {Attestation, MarginTags, Row} from "../../../contracts/interfaces/IMarginTypes.sol";
import {IMarketRegistry} from "../../../contracts/interfaces/IMarketRegistry.sol";
import {Capability, IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {IReferenceFeed} from "../../../contracts/interfaces/IReferenceFeed.sol";

/// @title The dispute contract over real bonds and registries: one round, one model of three scenarios. Its engine only
/// marks: proofs that recompute a number are brought on a local chain with the engine (tests/conformance).
abstract contract DisputeFixture is BondFixture {
    uint64 internal constant DISPUTE_WINDOW = 5 days;
    uint64 internal constant ANSWER_PERIOD = 2 hours;
    uint96 internal constant FEE = 0.01 ether;
    uint64 internal constant ROUND = NOW / 12;
    bytes32 internal constant ENGINE_ID = keccak256("engine");

    Disputes internal disputes;
    MarketRegistry internal market;
    ModelRegistry internal models;
    bytes[] internal sections;

    function setUp() public virtual override {
        super.setUp();
        IMarketRegistry.Limits memory limits = IMarketRegistry.Limits(12, 5, 24, 60, 24, 6 hours, 7_500_000_000, 0);
        market = new MarketRegistry(TIMELOCK, GUARDIAN, verifier, IReferenceFeed(address(0)), limits);
        models = new ModelRegistry(TIMELOCK, GUARDIAN, 0);
        disputes = _deployDisputes(DISPUTE_WINDOW, ANSWER_PERIOD);
        _registerRound();
        _scheduleModel();
    }

    /// @notice Where the dispute contract will stand: the fifth contract that this one creates, after verifier, token,
    /// bond, two registries.
    function _disputes() internal view override returns (address) {
        return vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 3);
    }

    function _deployDisputes(uint64 window, uint64 answerPeriod) internal returns (Disputes) {
        return new Disputes(verifier, market, models, bond, window, answerPeriod, FEE);
    }

    function _registerRound() private {
        FeedDouble feed = new FeedDouble(8);
        feed.set(SectionBuilder.BTC_SPOT, NOW, NOW);
        sections.push(SectionBuilder.assets(NOW));
        sections.push(SectionBuilder.btc(SectionBuilder.BTC_SPOT, NOW, 0));
        vm.startPrank(TIMELOCK);
        market.registerEpoch(_signerSet(PUBLISHER_SEED, 3), 2, NOW, EPOCH_END);
        market.setReference(SectionBuilder.BTC, address(feed), 20_000, 50_000, 3600);
        vm.stopPrank();
        bytes32 digest = market.snapshotDigest(IMarketRegistry.MarketSnapshot(ROUND, NOW, _marketHash(), EPOCH));
        market.register(ROUND, NOW, EPOCH, sections, _sign(PUBLISHER_SEED, 3, 3, digest));
    }

    function _scheduleModel() private {
        IModelRegistry.ModelPlan memory plan;
        plan.engineId = ENGINE_ID;
        plan.engine = address(new FixedPriceEngine());
        plan.parameterChunks = new address[](1);
        plan.scenarioChunks = new address[](1);
        plan.parameterChunks[0] = models.storeChunk(_parameters());
        plan.scenarioChunks[0] = models.storeChunk(_scenarios());
        plan.capabilities = Capability.DISPUTE;
        plan.activeFrom = NOW;
        vm.prank(TIMELOCK);
        models.schedule(plan);
    }

    function _marketHash() internal view returns (bytes32) {
        return SectionBuilder.marketHash(ROUND, NOW, sections);
    }

    function _parameters() internal pure returns (bytes memory) {
        return ModelRows.parameters(1);
    }

    function _scenarios() internal pure returns (bytes memory) {
        return ModelRows.scenarios(SectionBuilder.BTC, 3);
    }

    /// @notice Three totals, -5, 7 and 9, the last of which has a word's half for itself.
    function _totals() internal pure returns (bytes memory) {
        return abi.encodePacked(MarginTags.TOTALS, uint256(3), int128(-5), int128(7), int128(9), uint128(0));
    }

    /// @notice An attestation of a book of one perpetual in the registered round, with a model that is known.
    function _valid() internal view returns (Attestation memory attestation) {
        attestation = _attestation();
        attestation.priorExcess = 0;
        attestation.engineId = ENGINE_ID;
        attestation.parametersHash = keccak256(_parameters());
        attestation.scenarioHash = keccak256(_scenarios());
        attestation.round = ROUND;
        attestation.marketHash = _marketHash();
        attestation.totalsHash = keccak256(_totals());
        attestation.bookHash = keccak256(_bookHead());
        attestation.bundleHash = keccak256(_bundle());
    }

    function _rows() internal pure returns (bytes memory) {
        return abi.encode(MarginTags.ROWS, 1, _perpetual());
    }

    function _perpetual() internal pure returns (Row memory) {
        return Row(_instrument(0, 0, 2), SectionBuilder.word(1e8, 50_000e8, 3, 0));
    }

    /// @notice An identifier of BTC against USD, settled in USD.
    function _instrument(uint40 expiry, uint64 strike, uint8 kind) internal pure returns (bytes32) {
        bytes8 underlying = bytes8(SectionBuilder.BTC);
        bytes6 quote = bytes6(SectionBuilder.USD);
        return bytes32(abi.encodePacked(uint8(1), underlying, quote, uint8(1), expiry, strike, kind, uint16(0)));
    }

    function _bookHead() internal view returns (bytes memory) {
        return
            abi.encode(
                MarginTags.BOOK,
                address(this),
                keccak256("account"),
                keccak256(_rows()),
                keccak256(abi.encode(MarginTags.COLLATERAL, 0))
            );
    }

    /// @notice The section BOOK: the head, then the preimages of its two hashes.
    function _book() internal view returns (bytes memory) {
        return bytes.concat(_bookHead(), _rows(), abi.encode(MarginTags.COLLATERAL, 0));
    }

    /// @notice The section RESULT as far as a contract reads it: something, then the totals.
    function _resultSection() internal pure returns (bytes memory) {
        return bytes.concat(abi.encode(MarginTags.RESULT, 1, 2, 3), _totals());
    }

    function _hashes() internal view returns (bytes32[6] memory) {
        return
            [
                keccak256("engine section"),
                keccak256(_parameters()),
                keccak256(_scenarios()),
                keccak256("market section"),
                keccak256(_book()),
                keccak256(_resultSection())
            ];
    }

    function _bundle() internal view returns (bytes memory words) {
        bytes32[6] memory hashes = _hashes();
        words = abi.encode(MarginTags.BUNDLE, 6);
        for (uint256 i = 0; i < 6; ++i) words = bytes.concat(words, abi.encode(i + 1, hashes[i]));
    }

    /// @notice The attestation with the signatures of 0, 2 and 4.
    function _stated(Attestation memory attestation) internal view returns (Statement memory) {
        return _stated(attestation, QUORUM);
    }

    function _stated(
        Attestation memory attestation,
        uint256 bitmap
    ) internal view returns (Statement memory statement) {
        statement.attestation = attestation;
        statement.signatures = _sign(ATTESTER_SEED, 5, bitmap, verifier.digest(attestation));
    }
}
