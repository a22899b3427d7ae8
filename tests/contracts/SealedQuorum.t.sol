// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VerifierFixture} from "./support/VerifierFixture.sol";
import {ICommittee} from "../../contracts/interfaces/ICommittee.sol";
import {IMarginVerifier} from "../../contracts/interfaces/IMarginVerifier.sol";
import {Signatures} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Check and draw in one call: the quorum that is recovered, the epoch's terms, and the limit.
contract SealedQuorumTests is VerifierFixture {
    bytes32 private constant STRUCT_HASH = keccak256("struct");
    uint256 private constant LOW_255 = type(uint256).max >> 1;
    uint128 private constant AMOUNT = 100_000e6;

    /// @notice What the test calls with; each test spoils one of them.
    struct Draw {
        uint64 validUntil;
        uint64 epoch;
        bytes32 terms;
        uint128 amount;
        uint64 bitmap;
        bytes32[] quorum;
    }

    function setUp() public override {
        super.setUp();
        vm.startPrank(TIMELOCK);
        verifier.setBondedFloor(EPOCH, 1_000_000e6);
        verifier.allocate(address(this), 400_000);
        vm.stopPrank();
    }

    function test_SpendAttested_ThreeOfFive_DrawsAndNamesTheDigest() public {
        (bytes32 digest, bool drawn) = _spend(_draw());

        assertEq(digest, _digest(), "digest");
        assertTrue(drawn, "drawn");
        assertEq(uint256(verifier.available(EPOCH, address(this))), 100_000e6, "0.4 * 0.5 * 1,000,000 - 100,000");
    }

    function testFuzz_SpendAttested_EveryQuorumOfThree_Draws(uint256 choice) public {
        uint64 bitmap = [uint64(7), 11, 13, 14, 19, 21, 22, 25, 26, 28][choice % 10];

        (, bool drawn) = _spend(_signedBy(bitmap));

        assertTrue(drawn, "drawn");
    }

    // The limit (X1): it answers, it does not revert.

    function test_SpendAttested_OneUnitAboveTheLimit_DrawsNothing() public {
        Draw memory draw = _draw();
        draw.amount = 200_000e6 + 1;

        (bytes32 digest, bool drawn) = _spend(draw);

        assertEq(digest, _digest(), "digest");
        assertTrue(!drawn, "not drawn");
        assertEq(uint256(verifier.available(EPOCH, address(this))), 200_000e6, "limit");
    }

    function test_SpendAttested_WholeLimit_Draws() public {
        Draw memory draw = _draw();
        draw.amount = 200_000e6;

        (, bool drawn) = _spend(draw);

        assertTrue(drawn, "drawn");
        assertEq(uint256(verifier.available(EPOCH, address(this))), 0, "limit");
    }

    function test_SpendAttested_BesideSpend_SharesOneLimit() public {
        verifier.spend(EPOCH, 150_000e6);

        (, bool drawn) = _spend(_draw());

        assertTrue(!drawn, "not drawn");
    }

    /// @notice The greatest amount does not wrap around what was drawn.
    function test_SpendAttested_LargestAmount_DrawsNothing() public {
        _spend(_draw());
        Draw memory draw = _draw();
        draw.amount = type(uint128).max;

        (, bool drawn) = _spend(draw);

        assertTrue(!drawn, "not drawn");
    }

    function test_SpendAttested_ByAConsumerWithoutAShare_DrawsNothing() public {
        Draw memory draw = _draw();

        vm.prank(address(0xBEEF));
        (, bool drawn) = _spend(draw);

        assertTrue(!drawn, "not drawn");
    }

    // The epoch's terms.

    function test_SpendAttested_WithoutTerms_DrawsAllTheSame() public {
        Draw memory draw = _draw();
        draw.terms = 0;

        (, bool drawn) = _spend(draw);

        assertTrue(drawn, "drawn");
    }

    /// @notice Terms of one's own: a greater floor, a lower threshold.
    function test_SpendAttested_WithForgedTerms_IsJudgedByTheStored() public {
        Draw memory draw = _signedBy(0x3);
        draw.terms = bytes32((uint256(type(uint96).max) << 88) | (2 << 80) | (uint256(EPOCH_END) << 40) | NOW);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongSignatureCount.selector, 2, 3));
        _spend(draw);
    }

    function test_SpendAttested_WithTermsOfAHigherFloor_IsLimitedByTheStored() public {
        Draw memory draw = _draw();
        vm.prank(GUARDIAN);
        verifier.setBondedFloor(EPOCH, 0);

        (, bool drawn) = _spend(draw);

        assertTrue(!drawn, "not drawn");
    }

    function test_EpochTerms_ArePackedFromTheEpoch() public view {
        uint256 terms = uint256(verifier.epochTerms(EPOCH));

        assertEq(terms >> 88, 1_000_000e6, "bonded floor");
        assertEq(uint8(terms >> 80), 3, "threshold");
        assertEq(uint40(terms >> 40), EPOCH_END, "expires at");
        assertEq(uint40(terms), NOW, "active from");
    }

    function test_SpendAttested_KilledEpoch_EpochKilled() public {
        Draw memory draw = _draw();
        vm.prank(GUARDIAN);
        verifier.killEpoch(EPOCH);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochKilled.selector, EPOCH));
        _spend(draw);
    }

    /// @notice A killed epoch has no seal, and giving it another floor makes none.
    function test_SpendAttested_KilledEpochWithANewFloor_EpochKilled() public {
        vm.prank(GUARDIAN);
        verifier.killEpoch(EPOCH);
        vm.prank(TIMELOCK);
        verifier.setBondedFloor(EPOCH, 2_000_000e6);
        Draw memory draw = _draw();

        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochKilled.selector, EPOCH));
        _spend(draw);
    }

    function test_SpendAttested_LastSecondOfTheEpoch_Draws() public {
        vm.warp(EPOCH_END - 1);

        (, bool drawn) = _spend(_draw());

        assertTrue(drawn, "drawn");
    }

    function test_SpendAttested_ExpiredEpoch_EpochExpired() public {
        vm.warp(EPOCH_END);
        Draw memory draw = _draw();

        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochExpired.selector, EPOCH));
        _spend(draw);
    }

    function test_SpendAttested_EpochNotBegun_EpochNotActive() public {
        vm.prank(TIMELOCK);
        verifier.registerEpoch(_signerSet(ATTESTER_SEED, 5), 3, NOW + 1, EPOCH_END);
        Draw memory draw = _draw();
        (draw.epoch, draw.terms) = (2, verifier.epochTerms(2));

        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochNotActive.selector, 2));
        _spend(draw);
    }

    function test_SpendAttested_UnknownEpoch_EpochNotActive() public {
        Draw memory draw = _draw();
        draw.epoch = 9;

        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochNotActive.selector, 9));
        _spend(draw);
    }

    /// @notice The rotation race: the old set with the terms that it had before.
    function test_SpendAttested_OfTheSucceededEpochWithItsOldTerms_EpochExpired() public {
        Draw memory draw = _draw();
        vm.prank(TIMELOCK);
        verifier.registerEpoch(_signerSet(PUBLISHER_SEED, 5), 3, NOW + 60, EPOCH_END);
        vm.warp(NOW + 60);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.EpochExpired.selector, EPOCH));
        _spend(draw);
    }

    // Validity.

    function test_SpendAttested_SecondAfterValidity_AttestationExpired() public {
        Draw memory draw = _draw();
        draw.validUntil = NOW - 1;

        vm.expectRevert(abi.encodeWithSelector(IMarginVerifier.AttestationExpired.selector, NOW - 1));
        _spend(draw);
    }

    function test_SpendAttested_ValidityPastTheLongest_ValidityTooLong() public {
        Draw memory draw = _draw();
        draw.validUntil = NOW + 601;

        vm.expectRevert(abi.encodeWithSelector(IMarginVerifier.ValidityTooLong.selector, NOW + 601, NOW + 600));
        _spend(draw);
    }

    // Signatures.

    function test_SpendAttested_OtherChain_SignerSetMismatch() public {
        Draw memory draw = _draw();
        vm.chainId(10);

        _expectRefused(draw);
    }

    function test_SpendAttested_SignatureOfAStranger_SignerSetMismatch() public {
        Draw memory draw = _draw();
        (draw.quorum[3], draw.quorum[4]) = vm.signCompact(0xBAD, _digest());

        _expectRefused(draw);
    }

    function test_SpendAttested_SignaturesSwapped_SignerSetMismatch() public {
        Draw memory draw = _draw();
        (draw.quorum[0], draw.quorum[3]) = (draw.quorum[3], draw.quorum[0]);
        (draw.quorum[1], draw.quorum[4]) = (draw.quorum[4], draw.quorum[1]);

        _expectRefused(draw);
    }

    function test_SpendAttested_OneSignerForTwoBits_SignerSetMismatch() public {
        Draw memory draw = _draw();
        (draw.quorum[3], draw.quorum[4]) = (draw.quorum[0], draw.quorum[1]);

        _expectRefused(draw);
    }

    function test_SpendAttested_ZeroSignature_SignerSetMismatch() public {
        Draw memory draw = _draw();
        (draw.quorum[0], draw.quorum[1]) = (bytes32(0), bytes32(0));

        _expectRefused(draw);
    }

    /// @notice As of `MarginVerifierTests.test_Check_HighS_SignatureRejected`: nothing but the high s is wrong.
    function test_SpendAttested_HighS_SignerSetMismatch() public {
        (bytes32 r, ) = vm.signCompact(ATTESTER_SEED, _digest());
        address[] memory signers = new address[](1);
        signers[0] = ecrecover(_digest(), 27, r, bytes32(LOW_255));
        assertTrue(signers[0] != address(0), "the high s recovers to a key");
        vm.prank(TIMELOCK);
        verifier.registerEpoch(signers, 1, NOW, EPOCH_END);
        bytes32[] memory quorum = new bytes32[](2);
        (quorum[0], quorum[1]) = (r, bytes32(LOW_255));

        _expectRefused(Draw(NOW + 120, 2, verifier.epochTerms(2), AMOUNT, 1, quorum));
    }

    function test_SpendAttested_AddressWithHighBits_SignerSetMismatch() public {
        Draw memory draw = _draw();
        draw.quorum[2] |= bytes32(uint256(1) << 160);

        _expectRefused(draw);
    }

    function test_SpendAttested_AnotherSetsSigners_SignerSetMismatch() public {
        Draw memory draw = _draw();
        draw.quorum = _quorum(_sign(PUBLISHER_SEED, 5, QUORUM, _digest()));

        _expectRefused(draw);
    }

    function test_SpendAttested_LastSignerLeftOut_SignerSetMismatch() public {
        Draw memory draw = _signedBy(0x7);
        bytes32[] memory shorter = new bytes32[](7);
        for (uint256 i = 0; i < 7; ++i) shorter[i] = draw.quorum[i];
        draw.quorum = shorter;

        _expectRefused(draw);
    }

    function test_SpendAttested_TooFewSignatures_WrongSignatureCount() public {
        Draw memory draw = _signedBy(0x11);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongSignatureCount.selector, 2, 3));
        _spend(draw);
    }

    function test_SpendAttested_SurplusSignature_WrongSignatureCount() public {
        Draw memory draw = _signedBy(0x17);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongSignatureCount.selector, 4, 3));
        _spend(draw);
    }

    function test_SpendAttested_NoSignature_WrongSignatureCount() public {
        Draw memory draw = _signedBy(0);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongSignatureCount.selector, 0, 3));
        _spend(draw);
    }

    function test_SpendAttested_NoQuorumAtAll_SignerSetMismatch() public {
        Draw memory draw = _draw();
        (draw.bitmap, draw.quorum) = (0, new bytes32[](0));

        _expectRefused(draw);
    }

    function test_SpendAttested_BitBeyondTheSet_BitmapOutOfRange() public {
        Draw memory draw = _draw();
        draw.bitmap |= 1 << 5;

        vm.expectRevert(ICommittee.BitmapOutOfRange.selector);
        _spend(draw);
    }

    /// @notice The last entry is r, and its vs would lie behind the array.
    function test_SpendAttested_HalfASignatureAtTheEnd_BitmapOutOfRange() public {
        Draw memory draw = _signedBy(0x7);
        draw.bitmap |= 1 << 4;

        vm.expectRevert(ICommittee.BitmapOutOfRange.selector);
        _spend(draw);
    }

    function testFuzz_SpendAttested_AnyBitOfTheQuorumFlipped_Refused(uint256 bit) public {
        Draw memory draw = _draw();
        bit %= 256 * draw.quorum.length;
        draw.quorum[bit / 256] ^= bytes32(uint256(1) << (bit % 256));

        _expectRefused(draw);
    }

    function _draw() private view returns (Draw memory) {
        return _signedBy(uint64(QUORUM));
    }

    function _signedBy(uint64 bitmap) private view returns (Draw memory) {
        Signatures memory signatures = _sign(ATTESTER_SEED, 5, bitmap, _digest());
        uint64 validUntil = uint64(block.timestamp) + 120;
        return Draw(validUntil, EPOCH, verifier.epochTerms(EPOCH), AMOUNT, bitmap, _quorum(signatures));
    }

    /// @notice keccak256("\x19\x01", domain, struct hash), without the contract's code.
    function _digest() private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("VerifiableMargin"),
                keccak256("1"),
                block.chainid,
                address(verifier)
            )
        );
        return keccak256(abi.encodePacked("\x19\x01", domain, STRUCT_HASH));
    }

    function _expectRefused(Draw memory draw) private {
        vm.expectRevert(ICommittee.SignerSetMismatch.selector);
        _spend(draw);
    }

    function _spend(Draw memory draw) private returns (bytes32, bool) {
        return
            verifier.spendAttested(
                STRUCT_HASH,
                draw.validUntil,
                draw.epoch,
                draw.terms,
                draw.amount,
                draw.bitmap,
                draw.quorum
            );
    }
}
