// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketFixture} from "./support/MarketFixture.sol";
import {SectionBuilder} from "./support/SectionBuilder.sol";
import {Vm} from "./support/Test.sol";
import {MarketRegistry} from "../../contracts/MarketRegistry.sol";
import {ICommittee} from "../../contracts/interfaces/ICommittee.sol";
import {Signatures} from "../../contracts/interfaces/IMarginTypes.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {IReferenceFeed} from "../../contracts/interfaces/IReferenceFeed.sol";

/// @title Registration of snapshots.
contract MarketRegistryTests is MarketFixture {
    bytes32 private constant BTC = SectionBuilder.BTC;
    bytes32 private constant ETH = SectionBuilder.ETH;

    event Measured(string what, uint256 gasUsed);

    function test_Register_SignedRows_StoresTheirHash() public {
        bytes[] memory sections = _sections(NOW);
        _register(NOW, sections);

        IMarketRegistry.Snapshot memory stored = registry.snapshot(ROUND);
        assertEq(stored.marketHash, SectionBuilder.marketHash(ROUND, NOW, sections), "marketHash");
        assertEq(stored.observedAt, NOW, "observedAt");
        assertEq(stored.registeredAt, NOW, "registeredAt");
        assertEq(stored.jumped, 0, "jumped");
        assertEq(stored.deviating, 0, "deviating");
        assertEq(registry.latestRound(), ROUND, "latest");
        assertEq(registry.previousRound(), 0, "previous");
    }

    function test_Register_NextRound_KeepsThePredecessor() public {
        _register(NOW, _sections(NOW));
        vm.warp(NOW + 24);
        _register(NOW + 24, _sections(NOW + 24));

        assertEq(registry.latestRound(), ROUND + 2, "latest");
        assertEq(registry.previousRound(), ROUND, "previous");
    }

    /// @notice The logged offsets cut each section out of the transaction's calldata.
    function test_Register_LoggedOffsets_PointAtTheSections() public {
        bytes[] memory sections = _sections(NOW);
        Signatures memory signatures = _signSnapshot(ROUND, NOW, sections);
        bytes memory data = abi.encodeCall(MarketRegistry.register, (ROUND, NOW, EPOCH, sections, signatures));
        vm.recordLogs();
        (bool accepted, ) = address(registry).call(data);
        Vm.Log[] memory logs = vm.getRecordedLogs();

        assertTrue(accepted, "accepted");
        assertEq(logs[0].topics[1], bytes32(uint256(ROUND)), "round");
        (, , uint32[] memory offsets) = abi.decode(logs[0].data, (bytes32, uint64, uint32[]));
        assertEq(offsets.length, 3, "sections");
        for (uint256 i = 0; i < 3; ++i) {
            assertEq(_slice(data, offsets[i], sections[i].length), sections[i], "section");
        }
    }

    /// @notice Measured 122,319 from cold storage, of which 44,200 for the two new words of the round.
    function test_Register_TwoUnderlyings_StaysUnder126000Gas() public {
        _register(NOW, _sections(NOW));
        vm.warp(NOW + 12);
        bytes[] memory sections = _sections(NOW + 12);
        Signatures memory signatures = _signSnapshot(ROUND + 1, NOW + 12, sections);
        bytes memory data = abi.encodeCall(
            IMarketRegistry.register,
            (ROUND + 1, NOW + 12, EPOCH, sections, signatures)
        );
        vm.cool(address(registry));

        uint256 before = gasleft();
        (bool registered, ) = address(registry).call(data);
        uint256 used = before - gasleft();

        emit Measured("register two underlyings", used);
        assertTrue(registered, "registered");
        assertAtMost(used, 126_000, "gas of register");
    }

    // Rounds.

    function test_Register_SameRoundAgain_RoundNotNewer() public {
        _register(NOW, _sections(NOW));
        vm.warp(NOW + 3);

        _expectRefused(
            abi.encodeWithSelector(IMarketRegistry.RoundNotNewer.selector, ROUND, ROUND),
            ROUND,
            NOW + 3,
            _sections(NOW + 3)
        );
    }

    function test_Register_OlderRound_RoundNotNewer() public {
        vm.warp(NOW + 12);
        _register(NOW + 12, _sections(NOW + 12));

        _expectRefused(
            abi.encodeWithSelector(IMarketRegistry.RoundNotNewer.selector, ROUND, ROUND + 1),
            ROUND,
            NOW,
            _sections(NOW)
        );
    }

    function test_Register_ObservedAfterTheBlock_RoundInFuture() public {
        _expectRefused(
            abi.encodeWithSelector(IMarketRegistry.RoundInFuture.selector, ROUND),
            ROUND,
            NOW + 1,
            _sections(NOW + 1)
        );
    }

    function test_Register_ObservedOneSecondBeforeItsRound_RoundMismatch() public {
        _expectRefused(
            abi.encodeWithSelector(IMarketRegistry.RoundMismatch.selector, ROUND, NOW - 1),
            ROUND,
            NOW - 1,
            _sections(NOW - 1)
        );
    }

    function test_Register_RoundAheadOfItsTime_RoundMismatch() public {
        _expectRefused(
            abi.encodeWithSelector(IMarketRegistry.RoundMismatch.selector, ROUND + 1, NOW),
            ROUND + 1,
            NOW,
            _sections(NOW)
        );
    }

    // Times of rows.

    function test_Register_RowsWithinTheSkew_Passes() public {
        vm.warp(NOW + 5);
        bytes[] memory sections = _sections(NOW);
        sections[2] = SectionBuilder.eth(SectionBuilder.ETH_SPOT, NOW + 5);
        _register(NOW, sections);

        assertEq(registry.latestRound(), ROUND, "latest");
    }

    function test_Register_RowOneSecondPastTheSkew_RowSkew() public {
        vm.warp(NOW + 6);
        bytes[] memory sections = _sections(NOW);
        sections[2] = SectionBuilder.eth(SectionBuilder.ETH_SPOT, NOW + 6);

        _expectRefused(abi.encodeWithSelector(IMarketRegistry.RowSkew.selector, ETH, NOW + 6), sections);
    }

    function test_Register_ExpiryRowOnlyPastTheSkew_RowSkew() public {
        vm.warp(NOW + 6);
        bytes[] memory sections = _sections(NOW);
        sections[1] = SectionBuilder.replaced(sections[1], 7, SectionBuilder.word(1e12, NOW + 6, 0, 2));

        _expectRefused(abi.encodeWithSelector(IMarketRegistry.RowSkew.selector, BTC, NOW + 6), sections);
    }

    function test_Register_RowInTheFuture_RowSkew() public {
        bytes[] memory sections = _sections(NOW);
        sections[2] = SectionBuilder.eth(SectionBuilder.ETH_SPOT, NOW + 1);

        _expectRefused(abi.encodeWithSelector(IMarketRegistry.RowSkew.selector, ETH, NOW + 1), sections);
    }

    function test_Register_RowBeforeTheSnapshot_RowSkew() public {
        bytes[] memory sections = _sections(NOW);
        sections[1] = SectionBuilder.btc(SectionBuilder.BTC_SPOT, NOW - 1, 12_300_000_000);

        _expectRefused(abi.encodeWithSelector(IMarketRegistry.RowSkew.selector, BTC, NOW - 1), sections);
    }

    function test_Register_AssetBeforeTheSnapshot_RowSkew() public {
        bytes[] memory sections = _sections(NOW);
        sections[0] = SectionBuilder.assets(NOW - 1);

        _expectRefused(
            abi.encodeWithSelector(IMarketRegistry.RowSkew.selector, SectionBuilder.USDC, NOW - 1),
            sections
        );
    }

    function test_Register_EveryRowNewerThanClaimed_ObservedAtMismatch() public {
        vm.warp(NOW + 2);

        _expectRefused(
            abi.encodeWithSelector(IMarketRegistry.ObservedAtMismatch.selector, NOW, NOW + 1),
            _sections(NOW + 1)
        );
    }

    function test_Register_NoRows_ObservedAtMismatch() public {
        bytes[] memory sections = new bytes[](1);
        sections[0] = abi.encodePacked(SectionBuilder.TAG_SECTION, uint256(0));

        _expectRefused(
            abi.encodeWithSelector(IMarketRegistry.ObservedAtMismatch.selector, NOW, type(uint64).max),
            sections
        );
    }

    /// @notice Rounds ROUND and ROUND + 1 overlap in their skew: a row may not step back behind its predecessor.
    function test_Register_RowBehindItsPredecessor_RowOlderThanLast() public {
        vm.warp(NOW + 16);
        bytes[] memory sections = _sections(NOW + 11);
        sections[2] = SectionBuilder.eth(SectionBuilder.ETH_SPOT, NOW + 16);
        _register(NOW + 11, sections);

        _expectRefused(
            abi.encodeWithSelector(IMarketRegistry.RowOlderThanLast.selector, ETH),
            ROUND + 1,
            NOW + 12,
            _sections(NOW + 12)
        );
    }

    function test_Register_AssetBehindItsPredecessor_RowOlderThanLast() public {
        vm.warp(NOW + 16);
        bytes[] memory sections = _sections(NOW + 11);
        sections[0] = SectionBuilder.assets(NOW + 16);
        _register(NOW + 11, sections);

        _expectRefused(
            abi.encodeWithSelector(IMarketRegistry.RowOlderThanLast.selector, SectionBuilder.USDC),
            ROUND + 1,
            NOW + 12,
            _sections(NOW + 12)
        );
    }

    // Signatures and calldata.

    function test_Register_RowChangedAfterSigning_SignatureRejected() public {
        bytes[] memory sections = _sections(NOW);
        Signatures memory signatures = _signSnapshot(ROUND, NOW, sections);
        sections[1] = SectionBuilder.btc(SectionBuilder.BTC_SPOT + 1, NOW, 12_300_000_000);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.SignatureRejected.selector, 0));
        registry.register(ROUND, NOW, EPOCH, sections, signatures);
    }

    function test_Register_RowsLeftOut_SignatureRejected() public {
        Signatures memory signatures = _signSnapshot(ROUND, NOW, _sections(NOW));
        bytes[] memory sections = new bytes[](1);
        sections[0] = SectionBuilder.assets(NOW);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.SignatureRejected.selector, 0));
        registry.register(ROUND, NOW, EPOCH, sections, signatures);
    }

    function test_Register_RowsOfTwoSignedSnapshotsMixed_SignatureRejected() public {
        bytes[] memory sections = _sections(NOW);
        Signatures memory signatures = _signSnapshot(ROUND, NOW, sections);
        sections[2] = SectionBuilder.eth(SectionBuilder.ETH_SPOT + 5, NOW);
        Signatures memory others = _signSnapshot(ROUND, NOW, sections);
        assertTrue(others.r[0] != signatures.r[0], "two snapshots");
        sections[1] = SectionBuilder.btc(SectionBuilder.BTC_SPOT + 7, NOW, 12_300_000_000);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.SignatureRejected.selector, 0));
        registry.register(ROUND, NOW, EPOCH, sections, others);
    }

    function test_Register_SignedByOnePublisher_WrongSignatureCount() public {
        bytes[] memory sections = _sections(NOW);
        bytes32 hash = SectionBuilder.marketHash(ROUND, NOW, sections);
        bytes32 digest = registry.snapshotDigest(IMarketRegistry.MarketSnapshot(ROUND, NOW, hash, EPOCH));
        Signatures memory signatures = _sign(PUBLISHER_SEED, 3, 4, digest);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongSignatureCount.selector, 1, 2));
        registry.register(ROUND, NOW, EPOCH, sections, signatures);
    }

    function test_Register_KilledEpoch_EpochKilled() public {
        vm.prank(GUARDIAN);
        registry.killEpoch(EPOCH);

        _expectRefused(abi.encodeWithSelector(ICommittee.EpochKilled.selector, EPOCH), _sections(NOW));
    }

    function test_Register_TrailingCalldata_CalldataNotCanonical() public {
        bytes[] memory sections = _sections(NOW);
        Signatures memory signatures = _signSnapshot(ROUND, NOW, sections);
        bytes memory data = abi.encodeCall(MarketRegistry.register, (ROUND, NOW, EPOCH, sections, signatures));

        (bool accepted, bytes memory answer) = address(registry).call(abi.encodePacked(data, bytes32(0)));

        assertTrue(!accepted, "refused");
        assertEq(
            answer,
            abi.encodeWithSelector(ICommittee.CalldataNotCanonical.selector, data.length + 32, data.length),
            "error"
        );
    }

    // Underlyings.

    function test_Register_NoSections_MalformedSection() public {
        _expectRefused(abi.encodeWithSelector(IMarketRegistry.MalformedSection.selector, 0, 0), new bytes[](0));
    }

    function test_Register_SameUnderlyingTwice_MalformedSection() public {
        bytes[] memory sections = _sections(NOW);
        sections[2] = sections[1];

        _expectRefused(abi.encodeWithSelector(IMarketRegistry.MalformedSection.selector, 2, 2), sections);
    }

    function test_Register_UnderlyingsDescending_MalformedSection() public {
        bytes[] memory sections = _sections(NOW);
        (sections[1], sections[2]) = (sections[2], sections[1]);

        _expectRefused(abi.encodeWithSelector(IMarketRegistry.MalformedSection.selector, 2, 2), sections);
    }

    function test_Register_UnderlyingWithoutReference_UnderlyingUnlisted() public {
        bytes[] memory sections = _sections(NOW);
        sections[2] = SectionBuilder.replaced(sections[2], 2, "SOL");

        _expectRefused(abi.encodeWithSelector(IMarketRegistry.UnderlyingUnlisted.selector, bytes32("SOL")), sections);
    }

    // Construction.

    function test_Construct_LimitsOutOfRange_LimitOutOfRange() public {
        for (uint256 i = 0; i < 11; ++i) {
            IMarketRegistry.Limits memory limits = _limits();
            if (i == 0) limits.roundLength = 0;
            if (i == 1) limits.roundLength = 1 days + 1;
            if (i == 2) limits.maxSkew = 1 days + 1;
            if (i == 3) limits.maxAgeExit = 0;
            if (i == 4) limits.maxAgeExit = 61;
            if (i == 5) limits.maxAge = 1 days + 1;
            if (i == 6) limits.exitGrace = 1 days + 1;
            if (i == 7) limits.settlementFallback = 0;
            if (i == 8) limits.maxFundingRate = 0;
            if (i == 9) limits.sequencerGrace = 1 days + 1;
            if (i == 10) limits.settlementFallback = 30 days + 1;
            vm.expectRevert(IMarketRegistry.LimitOutOfRange.selector);
            this.deploy(limits);
        }
    }

    function test_Construct_LargestLimits_Pass() public {
        this.deploy(IMarketRegistry.Limits(1 days, 1 days, 1 days, 1 days, 1 days, 30 days, 1, 1 days));
    }

    /// @notice A call of its own, since a creation that reverts as expected ends the function that it is in.
    function deploy(IMarketRegistry.Limits calldata limits) external {
        new MarketRegistry(TIMELOCK, GUARDIAN, ICommittee(address(0)), IReferenceFeed(address(0)), limits);
    }

    function _slice(bytes memory data, uint256 offset, uint256 length) private pure returns (bytes memory part) {
        part = new bytes(length);
        for (uint256 i = 0; i < length; ++i) {
            part[i] = data[offset + i];
        }
    }
}
