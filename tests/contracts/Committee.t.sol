// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VerifierFixture} from "./support/VerifierFixture.sol";
import {MarginVerifier} from "../../contracts/MarginVerifier.sol";
import {ICommittee} from "../../contracts/interfaces/ICommittee.sol";
import {IGoverned} from "../../contracts/interfaces/IGoverned.sol";
import {Attestation, Signatures} from "../../contracts/interfaces/IMarginTypes.sol";

contract CommitteeTests is VerifierFixture {
    uint256 private constant NEXT_SEED = 0x2E77;

    function _register(
        address[] memory signers,
        uint8 threshold,
        uint64 activeFrom,
        uint64 expiresAt
    ) private returns (uint64) {
        vm.prank(TIMELOCK);
        return verifier.registerEpoch(signers, threshold, activeFrom, expiresAt);
    }

    function _expectRegistrationRefused(bytes memory refusal, address[] memory signers, uint8 threshold) private {
        vm.expectRevert(refusal);
        _registerUnder(signers, threshold);
    }

    /// @notice The prank has to follow expectRevert, and the call the prank.
    function _registerUnder(address[] memory signers, uint8 threshold) private {
        vm.prank(TIMELOCK);
        verifier.registerEpoch(signers, threshold, NOW, EPOCH_END);
    }

    function test_RegisterEpoch_FiveSigners_StoresTheTaggedHash() public view {
        address[] memory signers = _signerSet(ATTESTER_SEED, 5);
        bytes32 setHash = keccak256(
            abi.encode(keccak256("VM1.SIGNERS"), 5, signers[0], signers[1], signers[2], signers[3], signers[4])
        );

        ICommittee.Epoch memory epoch = verifier.epochOf(1);

        assertEq(epoch.setHash, setHash, "setHash");
        assertEq(epoch.activeFrom, NOW, "activeFrom");
        assertEq(epoch.expiresAt, EPOCH_END, "expiresAt");
        assertEq(epoch.killedAt, 0, "killedAt");
        assertEq(epoch.threshold, 3, "threshold");
        assertEq(epoch.count, 5, "count");
        assertEq(verifier.currentEpoch(), 1, "current");
    }

    function test_RegisterEpoch_MostSigners_Passes() public {
        assertEq(_register(_signerSet(NEXT_SEED, 32), 17, NOW, EPOCH_END), 2, "epoch");
    }

    function test_RegisterEpoch_OneSignerMore_TooManySigners() public {
        bytes memory refusal = abi.encodeWithSelector(ICommittee.TooManySigners.selector, 33);
        _expectRegistrationRefused(refusal, _signerSet(NEXT_SEED, 33), 17);
    }

    function test_RegisterEpoch_ThresholdZero_ThresholdOutOfRange() public {
        bytes memory refusal = abi.encodeWithSelector(ICommittee.ThresholdOutOfRange.selector, 0);
        _expectRegistrationRefused(refusal, _signerSet(NEXT_SEED, 5), 0);
    }

    function test_RegisterEpoch_NoSigners_ThresholdOutOfRange() public {
        bytes memory refusal = abi.encodeWithSelector(ICommittee.ThresholdOutOfRange.selector, 0);
        _expectRegistrationRefused(refusal, new address[](0), 0);
    }

    function test_RegisterEpoch_ThresholdAboveCount_ThresholdOutOfRange() public {
        bytes memory refusal = abi.encodeWithSelector(ICommittee.ThresholdOutOfRange.selector, 6);
        _expectRegistrationRefused(refusal, _signerSet(NEXT_SEED, 5), 6);
    }

    function test_RegisterEpoch_HalfOfTheSigners_ThresholdOutOfRange() public {
        bytes memory refusal = abi.encodeWithSelector(ICommittee.ThresholdOutOfRange.selector, 2);
        _expectRegistrationRefused(refusal, _signerSet(NEXT_SEED, 4), 2);
    }

    function test_RegisterEpoch_RepeatedSigner_DuplicateSigner() public {
        address[] memory signers = _signerSet(NEXT_SEED, 5);
        signers[4] = signers[1];
        bytes memory refusal = abi.encodeWithSelector(ICommittee.DuplicateSigner.selector, signers[1]);
        _expectRegistrationRefused(refusal, signers, 3);
    }

    function test_RegisterEpoch_ZeroSigner_ZeroSigner() public {
        address[] memory signers = _signerSet(NEXT_SEED, 5);
        signers[2] = address(0);
        _expectRegistrationRefused(abi.encodeWithSelector(ICommittee.ZeroSigner.selector), signers, 3);
    }

    function test_RegisterEpoch_InThePast_EpochTimesOutOfRange() public {
        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochTimesOutOfRange.selector, NOW - 1, EPOCH_END));
        _register(_signerSet(NEXT_SEED, 5), 3, NOW - 1, EPOCH_END);
    }

    /// @notice Though the predecessor is older still.
    function test_RegisterEpoch_ASecondAgo_EpochTimesOutOfRange() public {
        vm.warp(NOW + 1 days);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochTimesOutOfRange.selector, NOW + 1 days - 1, EPOCH_END));
        _register(_signerSet(NEXT_SEED, 5), 3, NOW + 1 days - 1, EPOCH_END);
    }

    function test_RegisterEpoch_EmptyLife_EpochTimesOutOfRange() public {
        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochTimesOutOfRange.selector, NOW + 1, NOW + 1));
        _register(_signerSet(NEXT_SEED, 5), 3, NOW + 1, NOW + 1);
    }

    function test_RegisterEpoch_TimeBeyondFortyBits_EpochTimesOutOfRange() public {
        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochTimesOutOfRange.selector, NOW, uint64(1) << 40));
        _register(_signerSet(NEXT_SEED, 5), 3, NOW, uint64(1) << 40);
    }

    function test_RegisterEpoch_BeforeAQueuedPredecessor_EpochTimesOutOfRange() public {
        _register(_signerSet(NEXT_SEED, 5), 3, NOW + 2 days, EPOCH_END);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochTimesOutOfRange.selector, NOW + 1 days, EPOCH_END));
        _register(_signerSet(NEXT_SEED + 5, 5), 3, NOW + 1 days, EPOCH_END);
    }

    function test_RegisterEpoch_ByTheGuardian_OnlyTimelock() public {
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(IGoverned.OnlyTimelock.selector, GUARDIAN));
        verifier.registerEpoch(_signerSet(NEXT_SEED, 5), 3, NOW, EPOCH_END);
    }

    function test_RegisterEpoch_KeyOfTheOtherCommittee_SignerNotDisjoint() public {
        MarginVerifier other = new MarginVerifier(TIMELOCK, GUARDIAN, verifier, 600, 500_000, 3600);
        address[] memory signers = _signerSet(NEXT_SEED, 3);
        signers[1] = vm.addr(ATTESTER_SEED + 4);

        vm.prank(TIMELOCK);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.SignerNotDisjoint.selector, signers[1]));
        other.registerEpoch(signers, 2, NOW, EPOCH_END);
    }

    /// @notice A key that left its committee still may not join the other one.
    function test_RegisterEpoch_FormerKeyOfTheOtherCommittee_SignerNotDisjoint() public {
        MarginVerifier other = new MarginVerifier(TIMELOCK, GUARDIAN, verifier, 600, 500_000, 3600);
        _register(_signerSet(NEXT_SEED, 5), 3, NOW, EPOCH_END);

        vm.prank(TIMELOCK);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.SignerNotDisjoint.selector, vm.addr(ATTESTER_SEED)));
        other.registerEpoch(_signerSet(ATTESTER_SEED, 1), 1, NOW, EPOCH_END);
    }

    // Life of an epoch.

    function test_Check_BeforeTheEpoch_EpochNotActive() public {
        _register(_signerSet(NEXT_SEED, 5), 3, NOW + 1, EPOCH_END);
        Attestation memory attestation = _attestation();
        attestation.epoch = 2;
        Signatures memory signatures = _sign(NEXT_SEED, 5, QUORUM, verifier.digest(attestation));

        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochNotActive.selector, 2));
        verifier.check(attestation, signatures);
    }

    function test_Check_FirstSecondOfTheEpoch_Passes() public {
        _register(_signerSet(NEXT_SEED, 5), 3, NOW + 1, EPOCH_END);
        Attestation memory attestation = _attestation();
        attestation.epoch = 2;
        Signatures memory signatures = _sign(NEXT_SEED, 5, QUORUM, verifier.digest(attestation));
        vm.warp(NOW + 1);

        assertEq(verifier.check(attestation, signatures), verifier.digest(attestation), "digest");
        assertEq(verifier.currentEpoch(), 2, "current");
    }

    function test_Check_AtTheEpochsEnd_EpochExpired() public {
        Attestation memory attestation = _attestation();
        attestation.validUntil = EPOCH_END + 60;
        Signatures memory signatures = _signed(attestation);
        vm.warp(EPOCH_END);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochExpired.selector, EPOCH));
        verifier.check(attestation, signatures);
        assertEq(verifier.currentEpoch(), 0, "current");
    }

    /// @notice Rotation race: what the old set signed dies with the first second of the new one.
    function test_Check_OldSetAfterRotation_EpochExpired() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _signed(attestation);
        _register(_signerSet(NEXT_SEED, 5), 3, NOW + 30, EPOCH_END);
        vm.warp(NOW + 29);
        verifier.check(attestation, signatures);
        vm.warp(NOW + 30);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochExpired.selector, EPOCH));
        verifier.check(attestation, signatures);
        assertEq(verifier.currentEpoch(), 2, "current");
    }

    /// @notice An ex-signer who is added again signs for the new epoch only.
    function test_Check_SameSetInTheNextEpoch_OldSignatureRejected() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _signed(attestation);
        _register(_signerSet(ATTESTER_SEED, 5), 3, NOW, EPOCH_END);
        attestation.epoch = 2;

        vm.expectRevert(abi.encodeWithSelector(ICommittee.SignatureRejected.selector, 0));
        verifier.check(attestation, signatures);
    }

    function test_Check_UnknownEpoch_EpochNotActive() public {
        Attestation memory attestation = _attestation();
        attestation.epoch = 0;
        Signatures memory signatures = _signed(attestation);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochNotActive.selector, 0));
        verifier.check(attestation, signatures);
    }

    function test_KillEpoch_ByTheGuardian_StopsAtOnce() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _signed(attestation);
        vm.prank(GUARDIAN);
        verifier.killEpoch(EPOCH);

        assertEq(verifier.currentEpoch(), 0, "current");
        assertEq(verifier.epochOf(EPOCH).killedAt, NOW, "killedAt");
        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochKilled.selector, EPOCH));
        verifier.check(attestation, signatures);
    }

    function test_KillEpoch_Twice_EpochKilled() public {
        vm.prank(GUARDIAN);
        verifier.killEpoch(EPOCH);

        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochKilled.selector, EPOCH));
        verifier.killEpoch(EPOCH);
    }

    function test_KillEpoch_Unknown_EpochNotActive() public {
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochNotActive.selector, 9));
        verifier.killEpoch(9);
    }

    function test_KillEpoch_ByTheTimelock_OnlyGuardian() public {
        vm.prank(TIMELOCK);
        vm.expectRevert(abi.encodeWithSelector(IGoverned.OnlyGuardian.selector, TIMELOCK));
        verifier.killEpoch(EPOCH);
    }

    /// @notice Whatever is registered, no second has two active epochs, and `currentEpoch` names the active one.
    function testFuzz_Epochs_AtAnyTime_AtMostOneIsActive(
        uint32[4] memory starts,
        uint32[4] memory lives,
        uint32 time
    ) public {
        uint64 from = NOW;
        for (uint256 i = 0; i < 4; ++i) {
            from += starts[i] % 1 days;
            _register(_signerSet(NEXT_SEED + i, 1), 1, from, from + 1 + (lives[i] % 2 days));
        }
        uint64 then_ = NOW + (time % 6 days);
        vm.warp(then_);

        uint64 active = 0;
        for (uint64 epoch = 1; epoch <= 5; ++epoch) {
            ICommittee.Epoch memory stored = verifier.epochOf(epoch);
            if (then_ < stored.activeFrom || then_ >= stored.expiresAt) continue;
            assertEq(active, 0, "a second active epoch");
            active = epoch;
        }
        assertEq(verifier.currentEpoch(), active, "current");
    }
}
