// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FeedDouble} from "./FeedDouble.sol";
import {SectionBuilder} from "./SectionBuilder.sol";
import {SignerFixture} from "./SignerFixture.sol";
import {MarketRegistry} from "../../../contracts/MarketRegistry.sol";
import {ICommittee} from "../../../contracts/interfaces/ICommittee.sol";
import {Signatures} from "../../../contracts/interfaces/IMarginTypes.sol";
import {IMarketRegistry} from "../../../contracts/interfaces/IMarketRegistry.sol";
import {IReferenceFeed} from "../../../contracts/interfaces/IReferenceFeed.sol";

/// @title A registry with one epoch of 2 of 3 publishers, BTC and ETH listed, and a sequencer that has long been up.
abstract contract MarketFixture is SignerFixture {
    address internal constant TIMELOCK = address(0x71);
    address internal constant GUARDIAN = address(0x60);

    /// @notice A multiple of the round length, 12 s.
    uint64 internal constant NOW = 1_800_000_000;
    uint64 internal constant ROUND = 150_000_000;
    uint64 internal constant EPOCH = 1;
    uint64 internal constant EPOCH_END = NOW + 30 days;
    uint256 internal constant QUORUM = 5; // publishers 0 and 2

    MarketRegistry internal registry;
    FeedDouble internal btcFeed;
    FeedDouble internal ethFeed;
    FeedDouble internal sequencer;

    function setUp() public virtual {
        vm.warp(NOW);
        // From their artifact: gas that is measured is not that of a test's code (scripts/solc).
        sequencer = FeedDouble(vm.deployCode("FeedDouble.sol:FeedDouble", abi.encode(0)));
        sequencer.set(0, NOW - 30 days, NOW - 30 days);
        registry = new MarketRegistry(
            TIMELOCK,
            GUARDIAN,
            ICommittee(address(0)),
            IReferenceFeed(address(sequencer)),
            _limits()
        );
        btcFeed = FeedDouble(vm.deployCode("FeedDouble.sol:FeedDouble", abi.encode(8)));
        ethFeed = FeedDouble(vm.deployCode("FeedDouble.sol:FeedDouble", abi.encode(18)));
        btcFeed.set(SectionBuilder.BTC_SPOT, NOW, NOW);
        ethFeed.set(int256(SectionBuilder.ETH_SPOT) * 1e10, NOW, NOW);
        vm.startPrank(TIMELOCK);
        registry.registerEpoch(_signerSet(PUBLISHER_SEED, 3), 2, NOW, EPOCH_END);
        registry.setReference(SectionBuilder.BTC, address(btcFeed), 20_000, 50_000, 3600);
        registry.setReference(SectionBuilder.ETH, address(ethFeed), 20_000, 50_000, 3600);
        vm.stopPrank();
    }

    function _limits() internal pure returns (IMarketRegistry.Limits memory) {
        return
            IMarketRegistry.Limits({
                roundLength: 12,
                maxSkew: 5,
                maxAgeExit: 24,
                maxAge: 60,
                exitGrace: 24,
                settlementFallback: 6 hours,
                maxFundingRate: 7_500_000_000,
                sequencerGrace: 1 hours
            });
    }

    /// @notice Assets, BTC and ETH, all observed at one time.
    function _sections(uint64 time) internal pure returns (bytes[] memory) {
        return _sections(time, SectionBuilder.BTC_SPOT, SectionBuilder.ETH_SPOT);
    }

    function _sections(uint64 time, int64 btcSpot, int64 ethSpot) internal pure returns (bytes[] memory sections) {
        sections = new bytes[](3);
        sections[0] = SectionBuilder.assets(time);
        sections[1] = SectionBuilder.btc(btcSpot, time, 12_300_000_000);
        sections[2] = SectionBuilder.eth(ethSpot, time);
    }

    function _signSnapshot(
        uint64 round,
        uint64 observedAt,
        bytes[] memory sections
    ) internal view returns (Signatures memory) {
        bytes32 marketHash = SectionBuilder.marketHash(round, observedAt, sections);
        bytes32 digest = registry.snapshotDigest(IMarketRegistry.MarketSnapshot(round, observedAt, marketHash, EPOCH));
        return _sign(PUBLISHER_SEED, 3, QUORUM, digest);
    }

    /// @notice Registers signed sections at their time; the round follows from it.
    function _register(uint64 observedAt, bytes[] memory sections) internal {
        uint64 round = observedAt / 12;
        Signatures memory signatures = _signSnapshot(round, observedAt, sections);
        registry.register(round, observedAt, EPOCH, sections, signatures);
    }

    /// @notice Expects signed sections to be refused with exactly this error.
    function _expectRefused(bytes memory refusal, uint64 round, uint64 observedAt, bytes[] memory sections) internal {
        Signatures memory signatures = _signSnapshot(round, observedAt, sections);
        vm.expectRevert(refusal);
        registry.register(round, observedAt, EPOCH, sections, signatures);
    }

    function _expectRefused(bytes memory refusal, bytes[] memory sections) internal {
        _expectRefused(refusal, ROUND, NOW, sections);
    }
}
