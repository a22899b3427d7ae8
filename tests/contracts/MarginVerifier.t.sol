// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VerifierFixture} from "./support/VerifierFixture.sol";
import {MarginVerifier} from "../../contracts/MarginVerifier.sol";
import {ICommittee} from "../../contracts/interfaces/ICommittee.sol";
import {IGoverned} from "../../contracts/interfaces/IGoverned.sol";
import {IMarginVerifier} from "../../contracts/interfaces/IMarginVerifier.sol";
import {Attestation, Purpose, Signatures} from "../../contracts/interfaces/IMarginTypes.sol";

contract MarginVerifierTests is VerifierFixture {
    /// @notice The largest s that EIP-2098 can carry; it is above half the curve's order.
    uint256 private constant LOW_255 = type(uint256).max >> 1;

    function test_Check_ThreeOfFive_ReturnsTheSignedDigest() public view {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _signed(attestation);

        bytes32 digest = verifier.check(attestation, signatures);

        assertEq(digest, verifier.digest(attestation), "digest");
    }

    function testFuzz_Check_EveryQuorumOfThree_Passes(uint256 choice) public view {
        Attestation memory attestation = _attestation();
        uint256[10] memory quorums = [uint256(7), 11, 13, 14, 19, 21, 22, 25, 26, 28];
        uint256 bitmap = quorums[choice % 10];
        Signatures memory signatures = _sign(ATTESTER_SEED, 5, bitmap, verifier.digest(attestation));

        verifier.check(attestation, signatures);

        assertEq(verifier.recover(attestation, signatures), bitmap, "who signed");
    }

    // Replay elsewhere.

    function test_Check_OtherCaller_WrongConsumer() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _signed(attestation);

        vm.prank(address(0xBEEF));
        vm.expectRevert(abi.encodeWithSelector(IMarginVerifier.WrongConsumer.selector, address(this)));
        verifier.check(attestation, signatures);
    }

    function test_Check_OtherChain_SignatureRejected() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _signed(attestation);
        vm.chainId(10);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.SignatureRejected.selector, 0));
        verifier.check(attestation, signatures);
    }

    function test_Check_OtherVerifierOfTheSameCommittee_SignatureRejected() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _signed(attestation);
        MarginVerifier other = new MarginVerifier(TIMELOCK, GUARDIAN, ICommittee(address(0)), 600, 500_000, 3600);
        vm.prank(TIMELOCK);
        other.registerEpoch(_signerSet(ATTESTER_SEED, 5), 3, NOW, EPOCH_END);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.SignatureRejected.selector, 0));
        other.check(attestation, signatures);
    }

    // Replay later.

    function test_Check_LastSecondOfValidity_Passes() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _signed(attestation);
        vm.warp(NOW + 120);

        assertEq(verifier.check(attestation, signatures), verifier.digest(attestation), "digest");
    }

    function test_Check_SecondAfterValidity_AttestationExpired() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _signed(attestation);
        vm.warp(NOW + 121);

        vm.expectRevert(abi.encodeWithSelector(IMarginVerifier.AttestationExpired.selector, NOW + 120));
        verifier.check(attestation, signatures);
    }

    function test_Check_LongestValidity_Passes() public view {
        Attestation memory attestation = _attestation();
        attestation.validUntil = NOW + 600;
        Signatures memory signatures = _signed(attestation);

        assertEq(verifier.check(attestation, signatures), verifier.digest(attestation), "digest");
    }

    function test_Check_ValidityPastTheLongest_ValidityTooLong() public {
        Attestation memory attestation = _attestation();
        attestation.validUntil = NOW + 601;
        Signatures memory signatures = _signed(attestation);

        vm.expectRevert(abi.encodeWithSelector(IMarginVerifier.ValidityTooLong.selector, NOW + 601, NOW + 600));
        verifier.check(attestation, signatures);
    }

    // Reorged state.

    function test_Check_BlockOfAnotherFork_BlockHashMismatch() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _signed(attestation);
        bytes32 reorged = keccak256("another block 99,990");
        vm.setBlockhash(BLOCK - 10, reorged);

        vm.expectRevert(abi.encodeWithSelector(IMarginVerifier.BlockHashMismatch.selector, BLOCK_HASH, reorged));
        verifier.check(attestation, signatures);
    }

    function test_Check_PresentBlock_BlockOutOfRange() public {
        Attestation memory attestation = _attestation();
        attestation.blockNumber = BLOCK;
        Signatures memory signatures = _signed(attestation);

        vm.expectRevert(abi.encodeWithSelector(IMarginVerifier.BlockOutOfRange.selector, BLOCK));
        verifier.check(attestation, signatures);
    }

    function test_Check_BlockBeyondHistory_BlockOutOfRange() public {
        Attestation memory attestation = _attestation();
        attestation.blockNumber = BLOCK - 8192;
        Signatures memory signatures = _signed(attestation);

        vm.expectRevert(abi.encodeWithSelector(IMarginVerifier.BlockOutOfRange.selector, BLOCK - 8192));
        verifier.check(attestation, signatures);
    }

    // Signatures.

    function test_Check_OtherSignerSet_SignerSetMismatch() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _sign(PUBLISHER_SEED, 5, QUORUM, verifier.digest(attestation));

        vm.expectRevert(ICommittee.SignerSetMismatch.selector);
        verifier.check(attestation, signatures);
    }

    function test_Check_SetInAnotherOrder_SignerSetMismatch() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _signed(attestation);
        (signatures.signers[0], signatures.signers[1]) = (signatures.signers[1], signatures.signers[0]);

        vm.expectRevert(ICommittee.SignerSetMismatch.selector);
        verifier.check(attestation, signatures);
    }

    function test_Check_SignatureOfAStranger_SignatureRejected() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _signed(attestation);
        (signatures.r[1], signatures.vs[1]) = vm.signCompact(0xBAD, verifier.digest(attestation));

        vm.expectRevert(abi.encodeWithSelector(ICommittee.SignatureRejected.selector, 1));
        verifier.check(attestation, signatures);
    }

    function test_Check_OneSignerForTwoBits_SignatureRejected() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _signed(attestation);
        (signatures.r[1], signatures.vs[1]) = (signatures.r[0], signatures.vs[0]);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.SignatureRejected.selector, 1));
        verifier.check(attestation, signatures);
    }

    function test_Check_SignaturesSwapped_SignatureRejected() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _signed(attestation);
        (signatures.r[0], signatures.r[1]) = (signatures.r[1], signatures.r[0]);
        (signatures.vs[0], signatures.vs[1]) = (signatures.vs[1], signatures.vs[0]);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.SignatureRejected.selector, 0));
        verifier.check(attestation, signatures);
    }

    function test_Check_ZeroSignature_SignatureRejected() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _signed(attestation);
        (signatures.r[2], signatures.vs[2]) = (bytes32(0), bytes32(0));

        vm.expectRevert(abi.encodeWithSelector(ICommittee.SignatureRejected.selector, 2));
        verifier.check(attestation, signatures);
    }

    /// @notice Twins (r, n - s) have s above n/2, and of those only s in (n/2, 2^255) fits beside a parity bit, which
    /// no key can aim at. So the key is made to fit the signature: whatever key a high s recovers to becomes a signer,
    /// and then nothing but the high s is wrong.
    function test_Check_HighS_SignatureRejected() public {
        Attestation memory attestation = _attestation();
        attestation.epoch = 2;
        bytes32 digest = verifier.digest(attestation);
        (bytes32 r, ) = vm.signCompact(ATTESTER_SEED, digest);
        address[] memory signers = new address[](1);
        signers[0] = ecrecover(digest, 27, r, bytes32(LOW_255));
        vm.prank(TIMELOCK);
        verifier.registerEpoch(signers, 1, NOW, EPOCH_END);
        Signatures memory signatures = Signatures(1, new bytes32[](1), new bytes32[](1), signers);
        (signatures.r[0], signatures.vs[0]) = (r, bytes32(LOW_255));

        assertTrue(signers[0] != address(0), "the high s recovers to a key");
        vm.expectRevert(abi.encodeWithSelector(ICommittee.SignatureRejected.selector, 0));
        verifier.check(attestation, signatures);
    }

    function test_Check_SurplusSignature_WrongSignatureCount() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _sign(ATTESTER_SEED, 5, 0x17, verifier.digest(attestation));

        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongSignatureCount.selector, 4, 3));
        verifier.check(attestation, signatures);
    }

    /// @notice Three signed; the bitmap names a fourth, whom a dispute would slash.
    function test_Check_MoreBitsThanSignatures_WrongSignatureCount() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _sign(ATTESTER_SEED, 5, 0x7, verifier.digest(attestation));
        signatures.bitmap = 0xf;

        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongSignatureCount.selector, 4, 3));
        verifier.check(attestation, signatures);
    }

    function test_Check_TooFewSignatures_WrongSignatureCount() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _sign(ATTESTER_SEED, 5, 0x11, verifier.digest(attestation));

        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongSignatureCount.selector, 2, 3));
        verifier.check(attestation, signatures);
    }

    function test_Check_NoSignature_WrongSignatureCount() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _sign(ATTESTER_SEED, 5, 0, verifier.digest(attestation));

        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongSignatureCount.selector, 0, 3));
        verifier.check(attestation, signatures);
    }

    function test_Check_MoreRThanBits_WrongSignatureCount() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _signed(attestation);
        signatures.r = new bytes32[](4);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongSignatureCount.selector, 4, 3));
        verifier.check(attestation, signatures);
    }

    function test_Check_FewerVsThanBits_WrongSignatureCount() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _signed(attestation);
        signatures.vs = new bytes32[](2);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongSignatureCount.selector, 2, 3));
        verifier.check(attestation, signatures);
    }

    function test_Check_BitBeyondTheSet_BitmapOutOfRange() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _signed(attestation);
        signatures.bitmap = 0x23;

        vm.expectRevert(ICommittee.BitmapOutOfRange.selector);
        verifier.check(attestation, signatures);
    }

    function test_Check_HighestBit_BitmapOutOfRange() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _signed(attestation);
        signatures.bitmap = 3 | (1 << 255);

        vm.expectRevert(ICommittee.BitmapOutOfRange.selector);
        verifier.check(attestation, signatures);
    }

    function test_Check_TrailingCalldata_CalldataNotCanonical() public view {
        Attestation memory attestation = _attestation();
        bytes memory data = abi.encodeCall(MarginVerifier.check, (attestation, _signed(attestation)));

        (bool accepted, bytes memory answer) = address(verifier).staticcall(abi.encodePacked(data, uint8(0)));

        assertTrue(!accepted, "refused");
        assertEq(
            answer,
            abi.encodeWithSelector(ICommittee.CalldataNotCanonical.selector, data.length + 1, data.length),
            "error"
        );
    }

    // Recovery for disputes.

    function test_Recover_LongAfterExpiryAndKill_NamesTheSigners() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _signed(attestation);
        vm.prank(GUARDIAN);
        verifier.killEpoch(EPOCH);
        vm.warp(EPOCH_END + 365 days);
        vm.prank(address(0xBEEF));

        assertEq(verifier.recover(attestation, signatures), QUORUM, "bitmap");
    }

    function test_Recover_UnknownEpoch_EpochNotActive() public {
        Attestation memory attestation = _attestation();
        attestation.epoch = 2;
        Signatures memory signatures = _signed(attestation);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochNotActive.selector, 2));
        verifier.recover(attestation, signatures);
    }

    // Construction.

    function test_Construct_ZeroValidity_LimitOutOfRange() public {
        vm.expectRevert(IMarginVerifier.LimitOutOfRange.selector);
        new MarginVerifier(TIMELOCK, GUARDIAN, ICommittee(address(0)), 0, 500_000, 3600);
    }

    function test_Construct_ValidityAboveADay_LimitOutOfRange() public {
        vm.expectRevert(IMarginVerifier.LimitOutOfRange.selector);
        new MarginVerifier(TIMELOCK, GUARDIAN, ICommittee(address(0)), 1 days + 1, 500_000, 3600);
    }

    function test_Construct_ZeroBeta_LimitOutOfRange() public {
        vm.expectRevert(IMarginVerifier.LimitOutOfRange.selector);
        new MarginVerifier(TIMELOCK, GUARDIAN, ICommittee(address(0)), 600, 0, 3600);
    }

    function test_Construct_BetaAboveOne_LimitOutOfRange() public {
        vm.expectRevert(IMarginVerifier.LimitOutOfRange.selector);
        new MarginVerifier(TIMELOCK, GUARDIAN, ICommittee(address(0)), 600, 1_000_001, 3600);
    }

    function test_Construct_ZeroWindow_LimitOutOfRange() public {
        vm.expectRevert(IMarginVerifier.LimitOutOfRange.selector);
        new MarginVerifier(TIMELOCK, GUARDIAN, ICommittee(address(0)), 600, 500_000, 0);
    }

    function test_Construct_NoTimelock_RoleMissing() public {
        vm.expectRevert(IGoverned.RoleMissing.selector);
        new MarginVerifier(address(0), GUARDIAN, ICommittee(address(0)), 600, 500_000, 3600);
    }

    function test_Construct_NoGuardian_RoleMissing() public {
        vm.expectRevert(IGoverned.RoleMissing.selector);
        new MarginVerifier(TIMELOCK, address(0), ICommittee(address(0)), 600, 500_000, 3600);
    }
}
