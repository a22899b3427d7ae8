// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DisputeFixture} from "./support/DisputeFixture.sol";
import {SectionBuilder} from "./support/SectionBuilder.sol";
import {Disputes} from "../../contracts/Disputes.sol";
import {IAttesterBond} from "../../contracts/interfaces/IAttesterBond.sol";
import {AttestedInput, DisputeKind, IAttestationDisputes, Statement} from "../../contracts/interfaces/IDisputes.sol";
import {
    Attestation,
    Balance,
    Batch,
    MarginInput,
    MarginTags,
    Purpose,
    Row
} from "../../contracts/interfaces/IMarginTypes.sol";
import {ICommittee} from "../../contracts/interfaces/ICommittee.sol";
import {IMarginVerifier} from "../../contracts/interfaces/IMarginVerifier.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";

/// @title Bonds that stay locked for any time.
contract BondDouble {
    uint64 public immutable unlockDelay;
    address public immutable disputes;

    constructor(uint64 unlockDelay_, address disputes_) {
        (unlockDelay, disputes) = (unlockDelay_, disputes_);
    }
}

/// @title What a dispute accepts and refuses, whom it slashes, and the proofs that recompute no margin.
contract DisputeTests is DisputeFixture {
    MarginInput private _none;

    /// @notice An attestation of a model that nobody scheduled.
    function _unknownModel() private view returns (Attestation memory attestation) {
        attestation = _valid();
        attestation.engineId = keccak256("no engine");
    }

    function _disprove(Statement memory statement) private {
        disputes.inputWrong(statement, AttestedInput.Model);
    }

    function _expectNotWrong(Statement memory statement, AttestedInput which) private {
        vm.expectRevert(IAttestationDisputes.NotWrong.selector);
        disputes.inputWrong(statement, which);
    }

    function test_InputWrong_OfAnUnknownModel_SlashesWhoSigned() public {
        Attestation memory attestation = _unknownModel();
        bytes32 digest = verifier.digest(attestation);
        Statement memory statement = _stated(attestation);

        vm.expectEmit(address(disputes));
        emit IAttestationDisputes.AttestationDisproved(digest, DisputeKind.Model, EPOCH, QUORUM, CHALLENGER);
        vm.prank(CHALLENGER);
        disputes.inputWrong(statement, AttestedInput.Model);

        assertTrue(disputes.proved(digest), "proved");
        assertEq(disputes.culpritsOf(digest), QUORUM, "culprits");
        for (uint256 i = 0; i < 5; ++i) {
            assertEq(bond.bondOf(attesters[i]).proofs, (QUORUM >> i) & 1, "proofs of the signers");
        }
        assertEq(_floor(), 0, "signers 0, 2 and 4 count for nothing");
        IAttesterBond.Proof memory proof = bond.proofOf(keccak256(abi.encode(digest, QUORUM)));
        assertEq(proof.challenger, CHALLENGER, "challenger");
        assertEq(proof.consumer, address(this), "consumer");
    }

    function test_InputWrong_OfAnotherMarketHash_IsProved() public {
        Attestation memory attestation = _valid();
        attestation.marketHash = keccak256("another market");

        disputes.inputWrong(_stated(attestation), AttestedInput.Market);

        assertTrue(disputes.proved(verifier.digest(attestation)), "proved");
    }

    function test_InputWrong_OfARoundNeverRegistered_IsProved() public {
        Attestation memory attestation = _valid();
        attestation.round = ROUND - 1;

        disputes.inputWrong(_stated(attestation), AttestedInput.Market);

        assertTrue(disputes.proved(verifier.digest(attestation)), "proved");
    }

    function test_InputWrong_OfTheRegistriesOwn_NotWrong() public {
        _expectNotWrong(_stated(_valid()), AttestedInput.Market);
        _expectNotWrong(_stated(_valid()), AttestedInput.Model);
    }

    /// @notice Only the registry's own word proves that it knows no such model.
    function test_InputWrong_OfARegistryThatFails_NotWrong() public {
        vm.etch(address(models), hex"5f5ffd");

        _expectNotWrong(_stated(_unknownModel()), AttestedInput.Model);
    }

    /// @notice An attester who saw another branch of the chain has not lied.
    function test_InputWrong_OfAReorganisedBlock_IsRefused() public {
        Attestation memory attestation = _unknownModel();
        attestation.blockHash = keccak256("a block that is gone");
        Statement memory statement = _stated(attestation);

        vm.expectRevert(
            abi.encodeWithSelector(IMarginVerifier.BlockHashMismatch.selector, attestation.blockHash, BLOCK_HASH)
        );
        _disprove(statement);
    }

    function test_InputWrong_OfABlockBeyondHistory_IsRefused() public {
        Statement memory statement = _stated(_unknownModel());
        vm.roll(BLOCK - 10 + 8192);

        vm.expectRevert(abi.encodeWithSelector(IMarginVerifier.BlockOutOfRange.selector, BLOCK - 10));
        _disprove(statement);
    }

    function test_Dispute_InItsLastSecond_IsProved() public {
        Attestation memory attestation = _valid();
        attestation.priorExcess = 1;
        vm.warp(attestation.validUntil + DISPUTE_WINDOW);

        disputes.priorExcessWrong(_stated(attestation), 0, _none);

        assertTrue(disputes.proved(verifier.digest(attestation)), "proved");
    }

    function test_Dispute_ASecondAfterItsWindow_DisputeWindowOver() public {
        Attestation memory attestation = _valid();
        attestation.priorExcess = 1;
        Statement memory statement = _stated(attestation);
        vm.warp(attestation.validUntil + DISPUTE_WINDOW + 1);

        vm.expectRevert(
            abi.encodeWithSelector(
                IAttestationDisputes.DisputeWindowOver.selector,
                attestation.validUntil + DISPUTE_WINDOW
            )
        );
        disputes.priorExcessWrong(statement, 0, _none);
    }

    function test_Dispute_OfAnEndedEpochsSigners_IsProved() public {
        vm.prank(GUARDIAN);
        verifier.killEpoch(EPOCH);

        _disprove(_stated(_unknownModel()));

        assertEq(bond.bondOf(attesters[0]).proofs, 1, "signer 0");
    }

    function test_Dispute_WithoutAQuorum_IsRefused() public {
        Statement memory statement = _stated(_unknownModel(), 0x5);

        vm.expectRevert(abi.encodeWithSelector(ICommittee.WrongSignatureCount.selector, 2, 3));
        _disprove(statement);
    }

    function test_Dispute_WithForgedSignatures_IsRefused() public {
        Statement memory statement = _stated(_valid());
        statement.attestation = _unknownModel();

        vm.expectRevert(abi.encodeWithSelector(ICommittee.SignatureRejected.selector, 0));
        _disprove(statement);
    }

    function test_Dispute_Again_AlreadyProved() public {
        Statement memory statement = _stated(_unknownModel());
        _disprove(statement);

        vm.expectRevert(
            abi.encodeWithSelector(IAttestationDisputes.AlreadyProved.selector, verifier.digest(statement.attestation))
        );
        _disprove(statement);
    }

    /// @notice Two quorums signed the same lie: who was not in the first is slashed by the second.
    function test_Dispute_OfASecondQuorum_SlashesTheOthers() public {
        Attestation memory attestation = _unknownModel();
        _disprove(_stated(attestation));

        _disprove(_stated(attestation, 0xe));

        assertEq(disputes.culpritsOf(verifier.digest(attestation)), 0x1f, "all five");
        for (uint256 i = 0; i < 5; ++i) assertEq(bond.bondOf(attesters[i]).proofs, 1, "once each");
    }

    function test_PriorExcessWrong_OfAnyPurposeButReduce_NeedsNoInput() public {
        Attestation memory attestation = _valid();
        attestation.priorExcess = -1;

        disputes.priorExcessWrong(_stated(attestation), 0, _none);

        assertTrue(disputes.proved(verifier.digest(attestation)), "proved");
        Statement memory right = _stated(_valid());
        vm.expectRevert(IAttestationDisputes.NotWrong.selector);
        disputes.priorExcessWrong(right, 0, _none);
    }

    function test_TotalWrong_OfAListThatIsNotCanonical_NeedsNoInput() public {
        bytes memory pair = abi.encodePacked(int128(-5), int128(7));
        bytes memory last = abi.encodePacked(int128(9), uint128(0));
        bytes[5] memory lists = [
            abi.encodePacked(MarginTags.TOTALS, uint256(2), pair),
            abi.encodePacked(MarginTags.TOTALS, uint256(4), pair, last),
            abi.encodePacked(MarginTags.RESULT, uint256(3), pair, last),
            abi.encodePacked(MarginTags.TOTALS, uint256(3), pair, int128(9), uint128(1)),
            abi.encodePacked(MarginTags.TOTALS, uint256(3), pair, last, last)
        ];
        for (uint256 i = 0; i < lists.length; ++i) {
            Attestation memory attestation = _valid();
            attestation.totalsHash = keccak256(lists[i]);
            disputes.totalWrong(_stated(attestation), lists[i], 0, _none);
            assertTrue(disputes.proved(verifier.digest(attestation)), vm.toString(i));
        }
    }

    function test_TotalWrong_OfOtherTotals_PreimageMismatch() public {
        Statement memory statement = _stated(_valid());
        bytes memory others = abi.encodePacked(MarginTags.TOTALS, uint256(2), int128(-5), int128(7));

        vm.expectRevert(abi.encodeWithSelector(IAttestationDisputes.PreimageMismatch.selector, 6));
        disputes.totalWrong(statement, others, 0, _none);
    }

    /// @notice The preimages are checked before the engine is asked, one after the other.
    function test_EquityWrong_OfAnotherBookOrMarket_PreimageMismatch() public {
        Statement memory statement = _stated(_valid());
        MarginInput memory input = MarginInput(NOW, new Row[](0), new Balance[](0), sections);

        vm.expectRevert(abi.encodeWithSelector(IAttestationDisputes.PreimageMismatch.selector, 5));
        disputes.equityWrong(statement, input);
        input.rows = new Row[](1);
        input.rows[0] = _perpetual();
        input.observedAt = NOW - 1;
        vm.expectRevert(abi.encodeWithSelector(IAttestationDisputes.PreimageMismatch.selector, 4));
        disputes.equityWrong(statement, input);
    }

    function test_EquityWrong_OfAnUnregisteredRound_IsLeftToInputWrong() public {
        Attestation memory attestation = _valid();
        attestation.round = ROUND + 1;
        attestation.marketHash = SectionBuilder.marketHash(ROUND + 1, NOW, sections);
        Statement memory statement = _stated(attestation);
        MarginInput memory input = MarginInput(NOW, new Row[](1), new Balance[](0), sections);
        input.rows[0] = _perpetual();

        vm.expectRevert(
            abi.encodeWithSelector(IMarketRegistry.MarketHashMismatch.selector, attestation.marketHash, bytes32(0))
        );
        disputes.equityWrong(statement, input);
    }

    function _bookOf(Row[] memory rows, Balance[] memory collateral) private view returns (bytes32) {
        bytes memory rowWords = abi.encode(MarginTags.ROWS, rows.length);
        for (uint256 i = 0; i < rows.length; ++i) rowWords = bytes.concat(rowWords, abi.encode(rows[i]));
        bytes memory words = abi.encode(MarginTags.COLLATERAL, collateral.length);
        for (uint256 i = 0; i < collateral.length; ++i) {
            words = bytes.concat(words, collateral[i].asset, bytes16(collateral[i].amount), bytes16(0));
        }
        bytes32 rowsHash = keccak256(rowWords);
        return keccak256(abi.encode(MarginTags.BOOK, address(this), keccak256("account"), rowsHash, keccak256(words)));
    }

    /// @notice Two rows of a canonical book; one of them is then spoiled.
    function _pair() private pure returns (Row[] memory rows) {
        rows = new Row[](2);
        rows[0] = _perpetual();
        rows[1] = Row(_instrument(1_800_604_800, 45_000e8, 4), SectionBuilder.word(uint64(int64(-1e8)), 0, 0, 0));
    }

    function _balances(bytes32 a, uint128 amountA, bytes32 b, uint128 amountB) private pure returns (Balance[] memory) {
        Balance[] memory balances = new Balance[](2);
        (balances[0], balances[1]) = (Balance(a, amountA), Balance(b, amountB));
        return balances;
    }

    function _isMalformed(Row[] memory rows, Balance[] memory collateral) private returns (bool) {
        Attestation memory attestation = _valid();
        attestation.bookHash = _bookOf(rows, collateral);
        try disputes.rowsMalformed(_stated(attestation), rows, collateral) {
            return disputes.proved(verifier.digest(attestation));
        } catch (bytes memory refusal) {
            assertEq(bytes32(refusal), bytes32(IAttestationDisputes.NotWrong.selector), "refusal");
            return false;
        }
    }

    function test_RowsMalformed_OfACanonicalBook_NotWrong() public {
        assertTrue(!_isMalformed(_pair(), _balances("BTC", 1, "USDC", (1 << 62) - 1)), "with collateral");
        assertTrue(!_isMalformed(new Row[](0), new Balance[](0)), "empty");
    }

    function test_RowsMalformed_OfRowsThatNoVaultHolds_IsProved() public {
        bytes32 call = _instrument(1_800_604_800, 45_000e8, 4);
        Row[12] memory spoiled = [
            Row(_perpetual().instrument, SectionBuilder.word(1e8, 1, 0, 0)),
            Row(bytes32(uint256(1)), SectionBuilder.word(1e8, 0, 0, 0)),
            Row(call | bytes32(uint256(1)), SectionBuilder.word(1, 0, 0, 0)),
            Row(call, SectionBuilder.word(0, 0, 0, 0)),
            Row(call, SectionBuilder.word(1 << 62, 0, 0, 0)),
            Row(call, SectionBuilder.word(3 << 62, 0, 0, 0)),
            Row(call, SectionBuilder.word(1, 1, 0, 0)),
            Row(call, SectionBuilder.word(1, 0, 1, 0)),
            Row(call, SectionBuilder.word(1, 0, 0, 1)),
            Row(_instrument(1_800_604_800, 0, 3), SectionBuilder.word(1, 0, 0, 0)),
            Row(_instrument(1_800_604_800, 0, 3), SectionBuilder.word(1, 1, 1, 0)),
            Row(_instrument(1_800_604_800, 0, 3), SectionBuilder.word(1, uint64(int64(-1)), 0, 0))
        ];
        for (uint256 i = 0; i < spoiled.length; ++i) {
            Row[] memory rows = _pair();
            rows[1] = spoiled[i];
            assertTrue(_isMalformed(rows, new Balance[](0)), vm.toString(i));
        }
    }

    function test_RowsMalformed_OfBalancesThatNoVaultHolds_IsProved() public {
        Balance[][5] memory spoiled = [
            _balances("USDC", 1, "BTC", 1),
            _balances("BTC", 1, "BTC", 1),
            _balances("BTC", 0, "USDC", 1),
            _balances("BTC", 1 << 62, "USDC", 1),
            _balances("BTC", 1, "usdc", 1)
        ];
        for (uint256 i = 0; i < spoiled.length; ++i) {
            assertTrue(_isMalformed(_pair(), spoiled[i]), vm.toString(i));
        }
    }

    function test_RowsMalformed_OfAnotherBook_PreimageMismatch() public {
        Statement memory statement = _stated(_valid());

        vm.expectRevert(abi.encodeWithSelector(IAttestationDisputes.PreimageMismatch.selector, 5));
        disputes.rowsMalformed(statement, _pair(), new Balance[](0));
    }

    /// @notice A batch of two reports, of which the second is of an unknown model.
    function _batched() private view returns (Statement memory statement) {
        Attestation memory first = _valid();
        first.purpose = Purpose.Report;
        Attestation memory second = _unknownModel();
        second.purpose = Purpose.Report;
        bytes32 left = keccak256(abi.encode(MarginTags.LEAF, verifier.digest(first)));
        bytes32 right = keccak256(abi.encode(MarginTags.LEAF, verifier.digest(second)));
        bytes32 root = keccak256(abi.encode(MarginTags.NODE, left, right));
        statement.attestation = second;
        statement.batch = Batch(
            root,
            2,
            1,
            EPOCH,
            second.marketHash,
            second.parametersHash,
            Purpose.Report,
            second.validUntil
        );
        statement.index = 1;
        statement.proof = new bytes32[](1);
        statement.proof[0] = left;
        statement.signatures = _sign(ATTESTER_SEED, 5, QUORUM, verifier.batchDigest(statement.batch));
    }

    function test_Dispute_OfABatchsMember_SlashesWhoSignedTheHeader() public {
        Statement memory statement = _batched();

        _disprove(statement);

        assertEq(disputes.culpritsOf(verifier.digest(statement.attestation)), QUORUM, "culprits");
    }

    function test_Dispute_OfABatchsMemberElsewhere_ProofMismatch() public {
        Statement memory statement = _batched();
        statement.index = 0;

        vm.expectRevert(IMarginVerifier.ProofMismatch.selector);
        _disprove(statement);
    }

    function test_Dispute_OfAMemberUnlikeItsHeader_BatchHeaderMismatch() public {
        Statement memory statement = _batched();
        statement.attestation.purpose = Purpose.Liquidate;

        vm.expectRevert(IMarginVerifier.BatchHeaderMismatch.selector);
        _disprove(statement);
    }

    function _equivocate(Attestation memory other, uint256 bitmap) private {
        disputes.equivocation(_stated(_valid()), _stated(other, bitmap));
    }

    /// @notice Signers 0, 2 and 4 signed one result, 2, 3 and 4 another: 2 and 4 lied, whichever is right.
    function test_Equivocation_OfTwoResults_SlashesWhoSignedBoth() public {
        Attestation memory other = _valid();
        other.equity += 1;

        _equivocate(other, 0x1c);

        uint8[5] memory proofs = [0, 0, 1, 0, 1];
        for (uint256 i = 0; i < 5; ++i) assertEq(bond.bondOf(attesters[i]).proofs, proofs[i], "proofs");
        assertTrue(!disputes.proved(verifier.digest(_valid())), "the right one stands");
        assertTrue(!disputes.proved(verifier.digest(other)), "the wrong one can be disproved of the others");
    }

    /// @notice Each of the seven numbers is a part of the result.
    function test_Equivocation_InAnyResult_IsProved() public {
        for (uint256 i = 0; i < 7; ++i) {
            Attestation memory other = _valid();
            if (i == 0) other.totalsHash = keccak256("other totals");
            if (i == 1) other.equity += 1;
            if (i == 2) other.initialMargin += 1;
            if (i == 3) other.maintenanceMargin += 1;
            if (i == 4) other.valueAtRisk += 1;
            if (i == 5) other.expectedShortfall += 1;
            if (i == 6) other.priorExcess += 1;
            _equivocate(other, QUORUM);
            assertEq(bond.bondOf(attesters[0]).proofs, i + 1, vm.toString(i));
        }
    }

    function test_Equivocation_TheSamePairAgain_AlreadySlashed() public {
        Attestation memory other = _valid();
        other.equity += 1;
        _equivocate(other, QUORUM);
        Statement memory a = _stated(other);
        Statement memory b = _stated(_valid());
        (bytes32 low, bytes32 high) = (verifier.digest(other), verifier.digest(_valid()));
        if (low > high) (low, high) = (high, low);
        address[] memory culprits = new address[](3);
        for (uint256 i = 0; i < 3; ++i) culprits[i] = attesters[2 * i];
        bytes32 proofId = keccak256(abi.encode(DisputeKind.Equivocation, low, high, culprits));

        vm.expectRevert(abi.encodeWithSelector(IAttesterBond.AlreadySlashed.selector, proofId));
        disputes.equivocation(a, b);
    }

    /// @notice An attestation renewed with another block, validity and bundle is no other result.
    function test_Equivocation_OfARenewedAttestation_SameResult() public {
        Attestation memory other = _valid();
        other.validUntil += 60;
        other.blockNumber += 5;
        other.blockHash = keccak256("block 99,995");
        other.bundleHash = keccak256("notes");
        Statement memory a = _stated(_valid());
        Statement memory b = _stated(other);

        vm.expectRevert(IAttestationDisputes.SameResult.selector);
        disputes.equivocation(a, b);
    }

    /// @notice Both have to be in their windows, which end eight minutes apart.
    function test_Equivocation_WithOneWhoseWindowIsOver_DisputeWindowOver() public {
        Attestation memory later = _valid();
        later.equity += 1;
        later.validUntil = NOW + 600;
        Statement memory a = _stated(_valid());
        Statement memory b = _stated(later);
        uint64 end = _valid().validUntil + DISPUTE_WINDOW;
        vm.warp(end + 1);

        vm.expectRevert(abi.encodeWithSelector(IAttestationDisputes.DisputeWindowOver.selector, end));
        disputes.equivocation(a, b);
        vm.expectRevert(abi.encodeWithSelector(IAttestationDisputes.DisputeWindowOver.selector, end));
        disputes.equivocation(b, a);
    }

    function test_Equivocation_OfOtherInputs_DifferentInputs() public {
        Attestation memory other = _valid();
        other.cash += 1;
        other.equity += 1;
        Statement memory a = _stated(_valid());
        Statement memory b = _stated(other);

        vm.expectRevert(IAttestationDisputes.DifferentInputs.selector);
        disputes.equivocation(a, b);
    }

    function test_Equivocation_OfTwoEpochsWithoutACommonSigner_IsRefused() public {
        vm.prank(TIMELOCK);
        verifier.registerEpoch(_signerSet(0xBEEF, 3), 2, NOW + 1, EPOCH_END);
        Attestation memory other = _valid();
        other.equity += 1;
        other.epoch = 2;
        Statement memory a = _stated(_valid());
        Statement memory b = _stated(other);
        b.signatures = _sign(0xBEEF, 3, 3, verifier.digest(other));

        vm.expectRevert(IAttestationDisputes.NoCommonSigner.selector);
        disputes.equivocation(a, b);
    }

    function test_Constructor_LimitsThatLeaveNoTime_AreRefused() public {
        this.deploy(1 days, 60, 400 days);
        this.deploy(365 days, 1 days, 400 days);
        // The last demand's answer, and the dispute of what it shows, with 600 s of validity.
        this.deploy(1 days, 2 hours, 1 days + 4 hours + 600);
        uint64[3][5] memory refused = [
            [uint64(1 days - 1), 60, 400 days],
            [uint64(365 days + 1), 60, 400 days],
            [uint64(1 days), 59, 400 days],
            [uint64(1 days), 1 days + 1, 400 days],
            [uint64(1 days), 2 hours, 1 days + 4 hours + 599]
        ];

        for (uint256 i = 0; i < refused.length; ++i) {
            vm.expectRevert(IAttestationDisputes.LimitOutOfRange.selector);
            this.deploy(refused[i][0], refused[i][1], refused[i][2]);
        }
    }

    /// @notice Deploys for bonds that name the new contract and stay locked for so long. A call of its own, since a
    /// creation that reverts as expected ends the function that it is in.
    function deploy(uint64 window, uint64 answerPeriod, uint64 unlockDelay) external {
        address next = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
        IAttesterBond bonds = IAttesterBond(address(new BondDouble(unlockDelay, next)));
        new Disputes(verifier, market, models, bonds, window, answerPeriod, FEE);
    }

    function test_Constructor_WithBondsOfAnotherContract_IsRefused() public {
        vm.expectRevert(IAttestationDisputes.LimitOutOfRange.selector);
        _deployDisputes(DISPUTE_WINDOW, ANSWER_PERIOD);
    }
}
