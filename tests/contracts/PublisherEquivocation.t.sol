// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketFixture} from "./support/MarketFixture.sol";
import {ICommittee} from "../../contracts/interfaces/ICommittee.sol";
import {Signatures} from "../../contracts/interfaces/IMarginTypes.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";

/// @title Two signed snapshots of one round name their signers (M4).
contract PublisherEquivocationTests is MarketFixture {
    function _snapshot(bytes32 marketHash) private pure returns (IMarketRegistry.MarketSnapshot memory) {
        return IMarketRegistry.MarketSnapshot(ROUND, NOW, marketHash, EPOCH);
    }

    function _signed(
        IMarketRegistry.MarketSnapshot memory snapshot,
        uint256 bitmap
    ) private view returns (Signatures memory) {
        return _sign(PUBLISHER_SEED, 3, bitmap, registry.snapshotDigest(snapshot));
    }

    function _report(
        IMarketRegistry.MarketSnapshot memory a,
        uint256 bitmapA,
        IMarketRegistry.MarketSnapshot memory b,
        uint256 bitmapB
    ) private {
        (Signatures memory signaturesA, Signatures memory signaturesB) = (_signed(a, bitmapA), _signed(b, bitmapB));
        registry.reportPublisherEquivocation(a, signaturesA, b, signaturesB);
    }

    function _expectRefused(
        bytes memory refusal,
        IMarketRegistry.MarketSnapshot memory a,
        IMarketRegistry.MarketSnapshot memory b
    ) private {
        (Signatures memory signaturesA, Signatures memory signaturesB) = (_signed(a, 3), _signed(b, 3));
        vm.expectRevert(refusal);
        registry.reportPublisherEquivocation(a, signaturesA, b, signaturesB);
    }

    function test_Report_TwoHashesOfOneRound_NamesWhoSignedBoth() public {
        (Signatures memory a, Signatures memory b) = (_signed(_snapshot("a"), 3), _signed(_snapshot("b"), 6));
        vm.expectEmit(address(registry));
        emit IMarketRegistry.PublishersEquivocated(EPOCH, ROUND, 2, "a", "b");
        registry.reportPublisherEquivocation(_snapshot("a"), a, _snapshot("b"), b);

        assertEq(registry.equivocators(EPOCH), 2, "publisher 1");
    }

    function test_Report_OneHashWithTwoTimes_IsAnEquivocation() public {
        IMarketRegistry.MarketSnapshot memory later = _snapshot("a");
        later.observedAt += 1;
        _report(_snapshot("a"), 5, later, 5);

        assertEq(registry.equivocators(EPOCH), 5, "publishers 0 and 2");
    }

    function test_Report_FurtherCulprits_AreAdded() public {
        _report(_snapshot("a"), 3, _snapshot("b"), 3);
        _report(_snapshot("a"), 6, _snapshot("b"), 6);

        assertEq(registry.equivocators(EPOCH), 7, "all");
    }

    function test_Report_SameCulpritsAgain_NoEquivocation() public {
        _report(_snapshot("a"), 3, _snapshot("b"), 3);
        _expectRefused(abi.encodeWithSelector(IMarketRegistry.NoEquivocation.selector), _snapshot("b"), _snapshot("c"));
    }

    function test_Report_SameSnapshotTwice_NoEquivocation() public {
        _expectRefused(abi.encodeWithSelector(IMarketRegistry.NoEquivocation.selector), _snapshot("a"), _snapshot("a"));
    }

    function test_Report_TwoRounds_NoEquivocation() public {
        IMarketRegistry.MarketSnapshot memory next = _snapshot("b");
        next.round += 1;
        _expectRefused(abi.encodeWithSelector(IMarketRegistry.NoEquivocation.selector), _snapshot("a"), next);
    }

    function test_Report_TwoEpochs_NoEquivocation() public {
        IMarketRegistry.MarketSnapshot memory other = _snapshot("b");
        other.epoch = 2;
        _expectRefused(abi.encodeWithSelector(IMarketRegistry.NoEquivocation.selector), _snapshot("a"), other);
    }

    function test_Report_UnknownEpoch_EpochNotActive() public {
        (IMarketRegistry.MarketSnapshot memory a, IMarketRegistry.MarketSnapshot memory b) = (
            _snapshot("a"),
            _snapshot("b")
        );
        (a.epoch, b.epoch) = (2, 2);
        _expectRefused(abi.encodeWithSelector(ICommittee.EpochNotActive.selector, 2), a, b);
    }

    /// @notice A true snapshot beside a forged one proves nothing.
    function test_Report_ForgedSecondSnapshot_SignatureRejected() public {
        (Signatures memory a, Signatures memory b) = (_signed(_snapshot("a"), 3), _signed(_snapshot("b"), 3));
        vm.expectRevert(abi.encodeWithSelector(ICommittee.SignatureRejected.selector, 0));
        registry.reportPublisherEquivocation(_snapshot("a"), a, _snapshot("forged"), b);
    }

    function test_Report_ForgedFirstSnapshot_SignatureRejected() public {
        (Signatures memory a, Signatures memory b) = (_signed(_snapshot("a"), 3), _signed(_snapshot("b"), 3));
        vm.expectRevert(abi.encodeWithSelector(ICommittee.SignatureRejected.selector, 0));
        registry.reportPublisherEquivocation(_snapshot("forged"), a, _snapshot("b"), b);
    }

    function test_Report_AfterTheEpoch_StillNamesThem() public {
        vm.warp(EPOCH_END + 1 days);
        _report(_snapshot("a"), 3, _snapshot("b"), 3);

        assertEq(registry.equivocators(EPOCH), 3, "publishers 0 and 1");
    }
}
