// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VerifierFixture} from "./support/VerifierFixture.sol";
import {MarginVerifier} from "../../contracts/MarginVerifier.sol";
import {MerkleBatch} from "../../contracts/MerkleBatch.sol";
import {ICommittee} from "../../contracts/interfaces/ICommittee.sol";
import {IMarginVerifier} from "../../contracts/interfaces/IMarginVerifier.sol";
import {Attestation, Batch, Purpose, Signatures} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Batches: one signing over many attestations. The tree of these tests holds five in depth three.
contract MerkleBatchTests is VerifierFixture {
    bytes32 private constant LEAF = keccak256("VM1.LEAF");
    bytes32 private constant NODE = keccak256("VM1.NODE");
    bytes32 private constant PAD = keccak256("VM1.PAD");
    uint32 private constant COUNT = 5;

    /// @notice Nodes by level, from the leaves up.
    bytes32[][4] private levels;
    Batch private batch;

    event Measured(string what, uint256 gasUsed);

    function setUp() public override {
        super.setUp();
        for (uint32 i = 0; i < 8; ++i) {
            levels[0].push(
                i < COUNT ? keccak256(abi.encode(LEAF, verifier.digest(_member(i)))) : keccak256(abi.encode(PAD))
            );
        }
        for (uint256 level = 1; level < 4; ++level) {
            for (uint256 i = 0; i < levels[level - 1].length; i += 2) {
                levels[level].push(keccak256(abi.encode(NODE, levels[level - 1][i], levels[level - 1][i + 1])));
            }
        }
        Attestation memory any = _member(0);
        batch = Batch(
            levels[3][0],
            COUNT,
            3,
            EPOCH,
            any.marketHash,
            any.parametersHash,
            Purpose.Liquidate,
            any.validUntil
        );
    }

    /// @notice Member i is about account i.
    function _member(uint256 i) private view returns (Attestation memory attestation) {
        attestation = _attestation();
        attestation.account = bytes32(i);
        attestation.purpose = Purpose.Liquidate;
    }

    function _proof(uint256 index) private view returns (bytes32[] memory proof) {
        proof = new bytes32[](3);
        for (uint256 level = 0; level < 3; ++level) {
            proof[level] = levels[level][(index >> level) ^ 1];
        }
    }

    function _signedBatch(Batch memory header) private view returns (Signatures memory) {
        return _sign(ATTESTER_SEED, 5, QUORUM, verifier.batchDigest(header));
    }

    function _expectRefused(
        bytes memory refusal,
        Attestation memory attestation,
        Batch memory header,
        uint32 index,
        bytes32[] memory proof
    ) private {
        Signatures memory signatures = _signedBatch(header);
        vm.expectRevert(refusal);
        verifier.checkMember(attestation, header, index, proof, signatures);
    }

    function _proofMismatch() private pure returns (bytes memory) {
        return abi.encodeWithSelector(IMarginVerifier.ProofMismatch.selector);
    }

    function test_CheckMember_EveryMember_ReturnsItsDigest() public view {
        Signatures memory signatures = _signedBatch(batch);
        for (uint32 i = 0; i < COUNT; ++i) {
            bytes32 digest = verifier.checkMember(_member(i), batch, i, _proof(i), signatures);
            assertEq(digest, verifier.digest(_member(i)), "digest");
        }
    }

    /// @notice Who did not sign the batch is not told to have signed its members.
    function test_RecoverMember_SignedOverAnotherBatch_SignatureRejected() public {
        Batch memory other = batch;
        other.count = COUNT + 1;
        Signatures memory signatures = _signedBatch(other);

        assertEq(verifier.recoverMember(_member(1), batch, 1, _proof(1), _signedBatch(batch)), QUORUM, "who signed");
        vm.expectRevert(abi.encodeWithSelector(ICommittee.SignatureRejected.selector, 0));
        verifier.recoverMember(_member(1), batch, 1, _proof(1), signatures);
    }

    function test_CheckMember_SingleMember_NeedsNoProof() public view {
        Batch memory header = batch;
        (header.root, header.count, header.depth) = (levels[0][0], 1, 0);

        verifier.checkMember(_member(0), header, 0, new bytes32[](0), _signedBatch(header));
    }

    function test_CheckMember_OtherPosition_ProofMismatch() public {
        _expectRefused(_proofMismatch(), _member(1), batch, 0, _proof(1));
    }

    function test_CheckMember_OtherMember_ProofMismatch() public {
        _expectRefused(_proofMismatch(), _member(2), batch, 1, _proof(1));
    }

    function test_CheckMember_IndexInThePadding_ProofMismatch() public {
        _expectRefused(_proofMismatch(), _member(5), batch, 5, _proof(5));
    }

    /// @notice A value where the padding should be: it is in the signed tree, and still outside the count.
    function test_CheckMember_PaddingWithValue_ProofMismatch() public {
        bytes32 hidden = keccak256(abi.encode(LEAF, verifier.digest(_member(5))));
        bytes32[] memory proof = _proof(5);
        bytes32 pair = keccak256(abi.encode(NODE, proof[0], hidden));
        bytes32 right = keccak256(abi.encode(NODE, pair, proof[1]));
        Batch memory header = batch;
        header.root = keccak256(abi.encode(NODE, proof[2], right));

        _expectRefused(_proofMismatch(), _member(5), header, 5, proof);
    }

    /// @notice A node's two children cannot pose as the preimage of a leaf, nor a leaf as a node.
    function test_CheckMember_NodeAsLeaf_ProofMismatch() public {
        Batch memory header = batch;
        (header.count, header.depth) = (2, 1);
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = levels[2][1];

        _expectRefused(_proofMismatch(), _member(0), header, 0, proof);
    }

    function test_CheckMember_UntaggedLeaf_ProofMismatch() public {
        Batch memory header = batch;
        (header.root, header.count, header.depth) = (verifier.digest(_member(0)), 1, 0);

        _expectRefused(_proofMismatch(), _member(0), header, 0, new bytes32[](0));
    }

    function test_CheckMember_ProofTooShort_ProofMismatch() public {
        _expectRefused(_proofMismatch(), _member(0), batch, 0, new bytes32[](2));
    }

    function test_CheckMember_ProofTooLong_ProofMismatch() public {
        _expectRefused(_proofMismatch(), _member(0), batch, 0, new bytes32[](4));
    }

    function test_CheckMember_DepthAboveTheSmallest_ProofMismatch() public {
        Batch memory header = batch;
        (header.root, header.depth) = (keccak256(abi.encode(NODE, batch.root, keccak256(abi.encode(PAD)))), 4);
        bytes32[] memory proof = new bytes32[](4);
        (proof[0], proof[1], proof[2]) = (_proof(0)[0], _proof(0)[1], _proof(0)[2]);
        proof[3] = keccak256(abi.encode(PAD));

        _expectRefused(_proofMismatch(), _member(0), header, 0, proof);
    }

    /// @notice A root above the one that the depth promises would give an index two leaves.
    function test_CheckMember_ProofOfADeeperTree_ProofMismatch() public {
        Batch memory header = batch;
        header.root = keccak256(abi.encode(NODE, batch.root, keccak256(abi.encode(PAD))));
        bytes32[] memory proof = new bytes32[](4);
        (proof[0], proof[1], proof[2]) = (_proof(0)[0], _proof(0)[1], _proof(0)[2]);
        proof[3] = keccak256(abi.encode(PAD));

        _expectRefused(_proofMismatch(), _member(0), header, 0, proof);
    }

    function test_CheckMember_CountOfZero_ProofMismatch() public {
        Batch memory header = batch;
        (header.root, header.count, header.depth) = (levels[0][0], 0, 0);

        _expectRefused(_proofMismatch(), _member(0), header, 0, new bytes32[](0));
    }

    // The header.

    function test_CheckMember_RootOfAnotherTree_SignatureRejected() public {
        Signatures memory signatures = _signedBatch(batch);
        Batch memory other = batch;
        (other.root, other.count, other.depth) = (levels[0][0], 1, 0);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.SignatureRejected.selector, 0));
        verifier.checkMember(_member(0), other, 0, new bytes32[](0), signatures);
    }

    function test_CheckMember_MemberUnlikeItsHeader_BatchHeaderMismatch() public {
        for (uint256 i = 0; i < 5; ++i) {
            Batch memory header = batch;
            if (i == 0) header.epoch = 2;
            if (i == 1) header.marketHash = keccak256("another market");
            if (i == 2) header.parametersHash = keccak256("other parameters");
            if (i == 3) header.purpose = Purpose.Report;
            if (i == 4) header.validUntil += 1;
            _expectRefused(
                abi.encodeWithSelector(IMarginVerifier.BatchHeaderMismatch.selector),
                _member(0),
                header,
                0,
                _proof(0)
            );
        }
    }

    function test_CheckMember_PurposeWithoutABatchForm_BatchHeaderMismatch() public {
        Purpose[4] memory purposes = [Purpose.None, Purpose.Withdraw, Purpose.Trade, Purpose.Reduce];
        for (uint256 i = 0; i < 4; ++i) {
            Attestation memory attestation = _member(0);
            Batch memory header = batch;
            (attestation.purpose, header.purpose) = (purposes[i], purposes[i]);
            (header.count, header.depth) = (1, 0);
            header.root = keccak256(abi.encode(LEAF, verifier.digest(attestation)));
            _expectRefused(
                abi.encodeWithSelector(IMarginVerifier.BatchHeaderMismatch.selector),
                attestation,
                header,
                0,
                new bytes32[](0)
            );
        }
    }

    function test_CheckMember_OtherCaller_WrongConsumer() public {
        Signatures memory signatures = _signedBatch(batch);
        bytes32[] memory proof = _proof(0);
        Attestation memory attestation = _member(0);
        vm.prank(address(0xBEEF));
        vm.expectRevert(abi.encodeWithSelector(IMarginVerifier.WrongConsumer.selector, address(this)));
        verifier.checkMember(attestation, batch, 0, proof, signatures);
    }

    function test_CheckMember_Expired_AttestationExpired() public {
        vm.warp(NOW + 121);
        _expectRefused(
            abi.encodeWithSelector(IMarginVerifier.AttestationExpired.selector, NOW + 120),
            _member(0),
            batch,
            0,
            _proof(0)
        );
    }

    function test_CheckMember_KilledEpoch_EpochKilled() public {
        vm.prank(GUARDIAN);
        verifier.killEpoch(EPOCH);
        _expectRefused(abi.encodeWithSelector(ICommittee.EpochKilled.selector, EPOCH), _member(0), batch, 0, _proof(0));
    }

    /// @notice A member's own signature does not stand for the batch's.
    function test_CheckMember_SignatureOverTheMember_SignatureRejected() public {
        Signatures memory signatures = _signed(_member(0));
        bytes32[] memory proof = _proof(0);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.SignatureRejected.selector, 0));
        verifier.checkMember(_member(0), batch, 0, proof, signatures);
    }

    function test_CheckMember_TrailingCalldata_CalldataNotCanonical() public view {
        bytes memory data = abi.encodeCall(
            MarginVerifier.checkMember,
            (_member(3), batch, 3, _proof(3), _signedBatch(batch))
        );
        (bool accepted, bytes memory answer) = address(verifier).staticcall(abi.encodePacked(data, uint8(0)));

        assertTrue(!accepted, "refused");
        assertEq(
            answer,
            abi.encodeWithSelector(ICommittee.CalldataNotCanonical.selector, data.length + 1, data.length),
            "error"
        );
    }

    // The depth.

    function test_IsDepthOf_Smallest_Holds() public pure {
        assertTrue(MerkleBatch.isDepthOf(0, 1), "1");
        assertTrue(MerkleBatch.isDepthOf(1, 2), "2");
        assertTrue(MerkleBatch.isDepthOf(2, 3), "3");
        assertTrue(MerkleBatch.isDepthOf(2, 4), "4");
        assertTrue(MerkleBatch.isDepthOf(3, 5), "5");
        assertTrue(MerkleBatch.isDepthOf(20, 1 << 20), "2^20");
        assertTrue(MerkleBatch.isDepthOf(21, (1 << 20) + 1), "2^20 + 1");
        assertTrue(MerkleBatch.isDepthOf(32, type(uint32).max), "2^32 - 1");
    }

    function test_IsDepthOf_Other_DoesNotHold() public pure {
        assertTrue(!MerkleBatch.isDepthOf(0, 2), "2 in one leaf");
        assertTrue(!MerkleBatch.isDepthOf(1, 1), "1 in two");
        assertTrue(!MerkleBatch.isDepthOf(1, 0), "0 in two");
        assertTrue(!MerkleBatch.isDepthOf(3, 4), "4 in eight");
        assertTrue(!MerkleBatch.isDepthOf(2, 5), "5 in four");
        assertTrue(!MerkleBatch.isDepthOf(33, type(uint32).max), "2^32 - 1 in 2^33");
        assertTrue(!MerkleBatch.isDepthOf(255, type(uint32).max), "2^32 - 1 in 2^255");
    }

    function holds(
        bytes32 root,
        uint32 count,
        uint8 depth,
        uint32 index,
        bytes32[] calldata proof,
        bytes32 digest
    ) external returns (bool member) {
        uint256 before = gasleft();
        member = MerkleBatch.holds(root, count, depth, index, proof, digest);
        emit Measured("proof of depth 20", before - gasleft());
    }

    /// @notice Depth 20: a path of equal siblings, folded here by hand.
    function test_Holds_DepthTwenty_Passes() public {
        bytes32[] memory proof = new bytes32[](20);
        bytes32 node = keccak256(abi.encode(LEAF, bytes32("digest")));
        for (uint256 level = 0; level < 20; ++level) {
            proof[level] = bytes32(level);
            node = keccak256(abi.encode(NODE, node, bytes32(level)));
        }

        assertTrue(this.holds(node, 1 << 20, 20, 0, proof, "digest"), "member");
    }
}
