// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DisputeFixture} from "./support/DisputeFixture.sol";
import {IAttestationDisputes, Statement} from "../../contracts/interfaces/IDisputes.sol";
import {Attestation, MarginInput, MarginTags} from "../../contracts/interfaces/IMarginTypes.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {IModelRegistry} from "../../contracts/interfaces/IModelRegistry.sol";

/// @title Sections that are asked for, shown, or withheld.
contract DisputeDemandTests is DisputeFixture {
    uint8 private constant BOOK = 5;
    uint8 private constant RESULT = 6;
    address private constant ANSWERER = address(0xA45);

    function setUp() public override {
        super.setUp();
        vm.deal(CHALLENGER, 1 ether);
    }

    function _demand(Attestation memory attestation, uint8 section) private {
        Statement memory statement = _stated(attestation);
        vm.prank(CHALLENGER);
        disputes.demand{value: FEE}(statement, section);
    }

    function _answer(Attestation memory attestation, uint8 section, bytes memory content) private {
        vm.prank(ANSWERER);
        disputes.answer(attestation, section, _hashes(), content);
    }

    function _expectMismatch(
        Attestation memory attestation,
        uint8 section,
        bytes32[6] memory hashes,
        bytes memory content
    ) private {
        vm.expectRevert(IAttestationDisputes.AnswerMismatch.selector);
        disputes.answer(attestation, section, hashes, content);
    }

    function test_Answer_WithTheSectionsBytes_EarnsTheFee() public {
        Attestation memory attestation = _valid();
        _demand(attestation, BOOK);
        _demand(attestation, RESULT);

        _answer(attestation, BOOK, _book());
        _answer(attestation, RESULT, _resultSection());

        assertEq(ANSWERER.balance, 2 * FEE, "fees");
        assertEq(disputes.demandOf(verifier.digest(attestation), BOOK).answeredAt, NOW, "answered");
    }

    function test_Answer_WithOtherBytes_AnswerMismatch() public {
        Attestation memory attestation = _valid();
        _demand(attestation, BOOK);
        _demand(attestation, RESULT);
        bytes32[6] memory hashes = _hashes();

        _expectMismatch(attestation, BOOK, hashes, _resultSection());
        _expectMismatch(attestation, RESULT, hashes, _book());
        hashes[4] = keccak256(_resultSection());
        _expectMismatch(attestation, BOOK, hashes, _resultSection());
    }

    /// @notice Sections whose hashes are the bundle's, but not what the attestation names elsewhere.
    function test_Answer_OfABundleThatContradictsItsAttestation_AnswerMismatch() public {
        for (uint256 i = 0; i < 4; ++i) {
            Attestation memory attestation = _valid();
            if (i == 0) attestation.bookHash = keccak256("another book");
            if (i == 1) attestation.totalsHash = keccak256("other totals");
            if (i == 2) attestation.bundleHash = keccak256("another bundle");
            if (i == 3) attestation.blockNumber -= 1;
            _demand(attestation, BOOK);
            _demand(attestation, RESULT);
            if (i % 2 == 0) _expectMismatch(attestation, BOOK, _hashes(), _book());
            else if (i == 1) _expectMismatch(attestation, RESULT, _hashes(), _resultSection());
            else _answer(attestation, BOOK, _book());
        }
    }

    /// @notice Bundles whose section BOOK has the right head, and behind it more, less, or other than the book.
    function test_Answer_OfABookWithAnotherTail_AnswerMismatch() public {
        bytes memory head = _bookHead();
        bytes memory noCollateral = abi.encode(MarginTags.COLLATERAL, 0);
        bytes[5] memory books = [
            bytes.concat(_book(), bytes32(0)),
            head,
            bytes.concat(head, abi.encode(MarginTags.ROWS, type(uint256).max)),
            bytes.concat(head, abi.encode(MarginTags.ROWS, 1)),
            bytes.concat(head, abi.encode(MarginTags.ROWS, 0), noCollateral)
        ];

        for (uint256 i = 0; i < books.length; ++i) {
            Attestation memory attestation = _valid();
            bytes32[6] memory hashes = _hashes();
            hashes[4] = keccak256(books[i]);
            bytes memory words = abi.encode(MarginTags.BUNDLE, 6);
            for (uint256 j = 0; j < 6; ++j) words = bytes.concat(words, abi.encode(j + 1, hashes[j]));
            attestation.bundleHash = keccak256(words);
            _demand(attestation, BOOK);

            _expectMismatch(attestation, BOOK, hashes, books[i]);
        }
    }

    /// @notice The totals are the attested ones, what stands before them is not what the bundle holds.
    function test_Answer_WithAnotherHeadBeforeTheTotals_AnswerMismatch() public {
        _demand(_valid(), RESULT);

        _expectMismatch(_valid(), RESULT, _hashes(), bytes.concat(bytes32(uint256(1)), _totals()));
    }

    function test_Answer_InItsLastSecond_IsTaken() public {
        _demand(_valid(), BOOK);
        vm.warp(NOW + ANSWER_PERIOD);

        _answer(_valid(), BOOK, _book());

        assertEq(ANSWERER.balance, FEE, "fee");
    }

    function test_Answer_ASecondLate_AnswerPeriodOver() public {
        _demand(_valid(), BOOK);
        vm.warp(NOW + ANSWER_PERIOD + 1);
        bytes32[6] memory hashes = _hashes();

        vm.expectRevert(abi.encodeWithSelector(IAttestationDisputes.AnswerPeriodOver.selector, NOW + ANSWER_PERIOD));
        disputes.answer(_valid(), BOOK, hashes, _book());
    }

    function test_Answer_WithoutADemandOrAgain_IsRefused() public {
        bytes32[6] memory hashes = _hashes();
        vm.expectRevert(IAttestationDisputes.DemandUnknown.selector);
        disputes.answer(_valid(), BOOK, hashes, _book());

        _demand(_valid(), BOOK);
        _answer(_valid(), BOOK, _book());
        vm.expectRevert(abi.encodeWithSelector(IAttestationDisputes.DemandAnswered.selector, NOW));
        disputes.answer(_valid(), BOOK, hashes, _book());
    }

    /// @notice A fee is kept in 96 bits.
    function test_Demand_WithAFeeBeyondItsWidth_DemandFeeTooLow() public {
        Statement memory statement = _stated(_valid());
        vm.deal(CHALLENGER, 1 << 96);

        vm.prank(CHALLENGER);
        vm.expectRevert(abi.encodeWithSelector(IAttestationDisputes.DemandFeeTooLow.selector, FEE));
        disputes.demand{value: 1 << 96}(statement, BOOK);
    }

    function test_Demand_Again_IsRefused() public {
        Statement memory statement = _stated(_valid());
        _demand(_valid(), BOOK);

        vm.deal(address(this), 1 ether);
        vm.expectRevert(abi.encodeWithSelector(IAttestationDisputes.DemandOpen.selector, NOW + ANSWER_PERIOD));
        disputes.demand{value: FEE}(statement, BOOK);
        _answer(_valid(), BOOK, _book());
        vm.expectRevert(abi.encodeWithSelector(IAttestationDisputes.DemandAnswered.selector, NOW));
        disputes.demand{value: FEE}(statement, BOOK);
    }

    function test_Demand_WithALowerFee_DemandFeeTooLow() public {
        Statement memory statement = _stated(_valid());

        vm.deal(address(this), 1 ether);
        vm.expectRevert(abi.encodeWithSelector(IAttestationDisputes.DemandFeeTooLow.selector, FEE));
        disputes.demand{value: FEE - 1}(statement, BOOK);
    }

    function test_Demand_OfAnyOtherSection_IsRefused() public {
        Statement memory statement = _stated(_valid());
        vm.deal(address(this), 1 ether);
        for (uint8 section = 0; section < 10; ++section) {
            if (section == BOOK || section == RESULT) continue;
            vm.expectRevert(abi.encodeWithSelector(IAttestationDisputes.SectionNotDemandable.selector, section));
            disputes.demand{value: FEE}(statement, section);
        }
    }

    /// @notice Reports made off chain name no round or model of this chain, and owe it no bundle.
    function test_Demand_OfAnUnregisteredRoundOrModel_IsRefused() public {
        Attestation memory attestation = _valid();
        attestation.round = 0;
        Statement memory statement = _stated(attestation);
        vm.deal(address(this), 1 ether);

        vm.expectRevert(
            abi.encodeWithSelector(IMarketRegistry.MarketHashMismatch.selector, attestation.marketHash, bytes32(0))
        );
        disputes.demand{value: FEE}(statement, BOOK);
        attestation = _valid();
        attestation.engineId = keccak256("another engine");
        statement = _stated(attestation);
        bytes32 modelId = keccak256(
            abi.encode(
                keccak256("VM1.MODEL"),
                attestation.engineId,
                attestation.parametersHash,
                attestation.scenarioHash
            )
        );
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelUnknown.selector, modelId));
        disputes.demand{value: FEE}(statement, BOOK);
    }

    function test_DemandExpired_OfAWithheldSection_SlashesAndReturnsTheFee() public {
        Attestation memory attestation = _valid();
        attestation.bundleHash = keccak256("no bundle");
        Statement memory statement = _stated(attestation);
        _demand(attestation, RESULT);
        vm.warp(NOW + ANSWER_PERIOD + 1);

        disputes.demandExpired(statement, RESULT);

        assertTrue(disputes.proved(verifier.digest(attestation)), "proved");
        assertEq(bond.bondOf(attesters[0]).proofs, 1, "signer 0");
        assertEq(CHALLENGER.balance, 1 ether, "fee returned");
        vm.expectRevert(
            abi.encodeWithSelector(IAttestationDisputes.AlreadyProved.selector, verifier.digest(attestation))
        );
        disputes.demandExpired(statement, RESULT);
    }

    function test_DemandExpired_InTheAnswersTime_IsRefused() public {
        Statement memory statement = _stated(_valid());
        vm.expectRevert(IAttestationDisputes.DemandUnknown.selector);
        disputes.demandExpired(statement, BOOK);
        _demand(_valid(), BOOK);
        vm.warp(NOW + ANSWER_PERIOD);

        vm.expectRevert(abi.encodeWithSelector(IAttestationDisputes.AnswerPeriod.selector, NOW + ANSWER_PERIOD));
        disputes.demandExpired(statement, BOOK);
        _answer(_valid(), BOOK, _book());
        vm.expectRevert(abi.encodeWithSelector(IAttestationDisputes.DemandAnswered.selector, NOW + ANSWER_PERIOD));
        disputes.demandExpired(statement, BOOK);
    }

    /// @notice An answer in the last hour of the window leaves as long as an answer takes to dispute it.
    function test_Dispute_OfWhatWasShownLate_HasItsTime() public {
        MarginInput memory none;
        Attestation memory attestation = _valid();
        attestation.priorExcess = 1;
        Statement memory statement = _stated(attestation);
        uint64 last = attestation.validUntil + DISPUTE_WINDOW;
        vm.warp(last);
        _demand(attestation, BOOK);
        vm.warp(last + ANSWER_PERIOD);
        _answer(attestation, BOOK, _book());
        vm.warp(last + 2 * ANSWER_PERIOD + 1);
        vm.expectRevert(abi.encodeWithSelector(IAttestationDisputes.DisputeWindowOver.selector, last));
        disputes.priorExcessWrong(statement, 0, none);
        vm.warp(last + 2 * ANSWER_PERIOD);

        disputes.priorExcessWrong(statement, 0, none);

        assertTrue(disputes.proved(verifier.digest(attestation)), "proved");
    }
}
