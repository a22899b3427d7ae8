// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ConsumerFixture} from "./support/ConsumerFixture.sol";
import {HostileToken} from "./support/Tokens.sol";
import {AttestedEscrow} from "../../contracts/examples/AttestedEscrow.sol";
import {MarginConsumer} from "../../contracts/MarginConsumer.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {ICommittee} from "../../contracts/interfaces/ICommittee.sol";
import {IMarginVerifier} from "../../contracts/interfaces/IMarginVerifier.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {IModelRegistry} from "../../contracts/interfaces/IModelRegistry.sol";
import {Attestation, Purpose, Signatures} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title A client that is a contract: it does what it is told, and can be called back by the token.
contract ContractClient {
    function execute(address target, bytes calldata data) external {
        (bool success, bytes memory answer) = target.call(data);
        if (success) return;
        assembly ("memory-safe") {
            revert(add(answer, 0x20), mload(answer))
        }
    }
}

/// @title The example of a protocol of one's own: what its gate accepts once, and what it refuses by name.
contract MarginConsumerEscrowTests is ConsumerFixture {
    uint256 private constant FIELDS = 25;
    uint64 private constant DEPOSIT = 1_000_000e6;
    uint64 private constant AMOUNT = 250e6;

    AttestedEscrow private escrow;

    function setUp() public override {
        super.setUp();
        escrow.record(alice, BOOK);
        _fund(alice);
    }

    function test_Withdraw_Attested_PaysAndMarksTheAttestation() public {
        (Attestation memory attestation, Signatures memory signatures) = _withdrawalOf(alice, AMOUNT, 1);
        _withdraw(attestation, signatures);

        (uint64 sequence, uint64 left, ) = escrow.clients(alice);
        assertEq(sequence, 2, "sequence");
        assertEq(left, DEPOSIT - AMOUNT, "left");
        assertEq(cash.balanceOf(alice), AMOUNT, "paid");
        assertTrue(escrow.consumed(verifier.digest(attestation)), "consumed");
    }

    function test_Withdraw_SameAttestationAgain_DigestConsumed() public {
        (Attestation memory attestation, Signatures memory signatures) = _withdrawalOf(alice, AMOUNT, 1);
        _withdraw(attestation, signatures);

        vm.expectRevert(abi.encodeWithSelector(MarginConsumer.DigestConsumed.selector, verifier.digest(attestation)));
        _withdraw(attestation, signatures);
    }

    function test_Withdraw_OtherAttestationForTheSameSequence_SequenceMismatch() public {
        (Attestation memory first, Signatures memory signatures) = _withdrawalOf(alice, AMOUNT, 1);
        (Attestation memory renewed, ) = _withdrawalOf(alice, AMOUNT, 1);
        renewed.validUntil += 1;
        _withdraw(first, signatures);

        _expectRefused(abi.encodeWithSelector(IMarginVaultBase.SequenceMismatch.selector, 1, 2), renewed);
    }

    function test_Withdraw_AfterTheBookChanged_SequenceMismatch() public {
        (Attestation memory attestation, ) = _withdrawalOf(alice, AMOUNT, 1);
        escrow.record(alice, keccak256("another book"));

        _expectRefused(abi.encodeWithSelector(IMarginVaultBase.SequenceMismatch.selector, 1, 2), attestation);
    }

    function test_Withdraw_OfAnotherAmount_ActionMismatch() public {
        (Attestation memory attestation, Signatures memory signatures) = _withdrawalOf(alice, AMOUNT, 1);

        vm.prank(alice);
        vm.expectRevert(IMarginVaultBase.ActionMismatch.selector);
        escrow.withdraw(AMOUNT + 1, attestation, signatures);
    }

    function test_Withdraw_BySomeoneElse_AccountMismatch() public {
        _fund(bob);
        (Attestation memory attestation, Signatures memory signatures) = _withdrawalOf(alice, AMOUNT, 1);

        vm.prank(bob);
        vm.expectRevert(
            abi.encodeWithSelector(
                IMarginVaultBase.AccountMismatch.selector,
                bytes32(bytes20(alice)),
                bytes32(bytes20(bob))
            )
        );
        escrow.withdraw(AMOUNT, attestation, signatures);
    }

    /// @notice Cash that came since the attestation only helps.
    function test_Withdraw_AfterADeposit_Passes() public {
        (Attestation memory attestation, Signatures memory signatures) = _withdrawalOf(alice, AMOUNT, 1);
        _fund(alice);
        _withdraw(attestation, signatures);

        assertEq(cash.balanceOf(alice), AMOUNT, "paid");
    }

    // Every field.

    /// @notice Changed by one after signing: the signers signed something else.
    function test_Withdraw_EveryFieldForged_RefusedByTheVerifier() public {
        (Attestation memory attestation, Signatures memory signatures) = _withdrawalOf(alice, AMOUNT, 1);
        vm.setBlockhash(attestation.blockNumber + 1, keccak256("another block"));
        vm.roll(attestation.blockNumber + 2);
        bytes memory data = abi.encodeCall(AttestedEscrow.withdraw, (AMOUNT, attestation, signatures));
        for (uint256 field = 0; field < FIELDS; ++field) {
            bytes4 expected = ICommittee.SignatureRejected.selector;
            if (field == 0) expected = IMarginVerifier.WrongConsumer.selector;
            if (field == 21 || field == 22) expected = IMarginVerifier.BlockHashMismatch.selector;
            if (field == 23) expected = ICommittee.EpochNotActive.selector;

            _assertRefused(_mutate(data, field), expected, field);
        }
    }

    /// @notice Changed and signed: what the gate itself compares. The others are results: attesters answer for them.
    function test_Withdraw_EveryComparedFieldSigned_RefusedByItsError() public {
        bytes4[FIELDS] memory errors;
        (errors[0], errors[1]) = (IMarginVerifier.WrongConsumer.selector, IMarginVaultBase.AccountMismatch.selector);
        (errors[2], errors[5]) = (
            IMarginVaultBase.SequenceMismatch.selector,
            IMarginVaultBase.CashBelowAttested.selector
        );
        errors[3] = errors[4] = IMarginVaultBase.BookMismatch.selector;
        errors[6] = IMarginVaultBase.ActionMismatch.selector;
        errors[7] = errors[8] = errors[9] = IMarginVaultBase.ModelMismatch.selector;
        (errors[10], errors[11]) = (
            IMarketRegistry.NotLatestRound.selector,
            IMarketRegistry.MarketHashMismatch.selector
        );
        errors[20] = IMarginVerifier.ValidityTooLong.selector;
        errors[21] = IMarginVerifier.BlockOutOfRange.selector;
        errors[22] = IMarginVerifier.BlockHashMismatch.selector;
        errors[23] = ICommittee.EpochNotActive.selector;
        errors[24] = IMarginVaultBase.WrongPurpose.selector;
        (Attestation memory attestation, ) = _withdrawalOf(alice, AMOUNT, 1);
        attestation.validUntil = uint64(block.timestamp) + 600;

        for (uint256 field = 0; field < FIELDS; ++field) {
            if (errors[field] == 0) continue;
            Attestation memory changed = abi.decode(_plusOne(abi.encode(attestation), field), (Attestation));
            bytes memory data = abi.encodeCall(AttestedEscrow.withdraw, (AMOUNT, changed, _signed(changed)));
            _assertRefused(data, errors[field], field);
        }
    }

    function test_Withdraw_EquityOneBelowInitialMargin_InitialMarginNotMet() public {
        (Attestation memory attestation, ) = _withdrawalOf(alice, AMOUNT, 1);
        attestation.equity = 80_000e6 - 1;

        _expectRefused(
            abi.encodeWithSelector(IMarginVaultBase.InitialMarginNotMet.selector, int128(80_000e6 - 1), 80_000e6),
            attestation
        );
    }

    function test_Withdraw_EquityAtInitialMargin_Passes() public {
        (Attestation memory attestation, ) = _withdrawalOf(alice, AMOUNT, 1);
        attestation.equity = 80_000e6;
        _withdraw(attestation, _signed(attestation));

        assertEq(cash.balanceOf(alice), AMOUNT, "paid");
    }

    // The outflow limit.

    function test_Withdraw_OneUnitAboveTheShare_OutflowExceeded() public {
        (Attestation memory attestation, ) = _withdrawalOf(alice, uint64(WINDOW_SHARE) + 1, 1);

        _expectRefused(
            abi.encodeWithSelector(IMarginVerifier.OutflowExceeded.selector, WINDOW_SHARE + 1, WINDOW_SHARE),
            uint64(WINDOW_SHARE) + 1,
            attestation
        );
    }

    function test_Withdraw_TheWholeShare_LeavesNothingUntilTheNextWindow() public {
        (Attestation memory whole, Signatures memory signatures) = _withdrawalOf(alice, uint64(WINDOW_SHARE), 1);
        vm.prank(alice);
        escrow.withdraw(uint64(WINDOW_SHARE), whole, signatures);
        (Attestation memory more, ) = _withdrawalOf(alice, AMOUNT, 2);
        _expectRefused(abi.encodeWithSelector(IMarginVerifier.OutflowExceeded.selector, AMOUNT, 0), more);

        vm.warp(NOW + 2 hours);
        _nextRound(SPOT, 0);
        (more, signatures) = _withdrawalOf(alice, AMOUNT, 2);
        _withdraw(more, signatures);

        assertEq(cash.balanceOf(alice), WINDOW_SHARE + AMOUNT, "paid");
    }

    // Reentrancy: the token calls the client back while it is paid.

    function test_Withdraw_CalledBackWithTheSameAttestation_DigestConsumed() public {
        (ContractClient client, bytes memory data, Attestation memory attestation) = _hostileClient();
        _callBack(client, data);
        client.execute(address(escrow), data);

        assertEq(
            cash.callBackAnswer(),
            abi.encodeWithSelector(MarginConsumer.DigestConsumed.selector, verifier.digest(attestation)),
            "refusal"
        );
        assertEq(cash.balanceOf(address(client)), AMOUNT, "paid once");
    }

    function test_Withdraw_CalledBackWithAnotherAttestation_SequenceMismatch() public {
        (ContractClient client, bytes memory data, Attestation memory attestation) = _hostileClient();
        attestation.validUntil += 1;
        _callBack(client, abi.encodeCall(AttestedEscrow.withdraw, (AMOUNT, attestation, _signed(attestation))));
        client.execute(address(escrow), data);

        assertEq(
            cash.callBackAnswer(),
            abi.encodeWithSelector(IMarginVaultBase.SequenceMismatch.selector, 1, 2),
            "refusal"
        );
        assertEq(cash.balanceOf(address(client)), AMOUNT, "paid once");
    }

    // The dealer.

    function test_Record_ByAStranger_OnlyDealer() public {
        vm.prank(STRANGER);
        vm.expectRevert(AttestedEscrow.OnlyDealer.selector);
        escrow.record(alice, keccak256("another book"));
    }

    function test_AdoptModel_ByAStranger_OnlyDealer() public {
        vm.prank(STRANGER);
        vm.expectRevert(AttestedEscrow.OnlyDealer.selector);
        escrow.adoptModel(modelId);
    }

    // The model.

    function test_Withdraw_ModelRetired_ModelRetiredAt() public {
        vm.prank(TIMELOCK);
        models.retire(modelId);
        uint64 retiredAt = models.model(modelId).retiredAt;
        vm.warp(retiredAt);
        _nextRound(SPOT, 0);
        (Attestation memory attestation, ) = _withdrawalOf(alice, AMOUNT, 1);

        _expectRefused(abi.encodeWithSelector(IModelRegistry.ModelRetiredAt.selector, modelId, retiredAt), attestation);
    }

    function _deployConsumer() internal override returns (address) {
        escrow = new AttestedEscrow(cash, address(verifier), address(market), address(models), modelId);
        return address(escrow);
    }

    function _fund(address client) private {
        cash.mint(client, DEPOSIT);
        vm.startPrank(client);
        cash.approve(address(escrow), DEPOSIT);
        escrow.deposit(DEPOSIT);
        vm.stopPrank();
    }

    function _withdrawalOf(
        address client,
        uint64 amount,
        uint64 sequence
    ) private view returns (Attestation memory attestation, Signatures memory signatures) {
        (, uint64 held, ) = escrow.clients(client);
        attestation = _attest(bytes32(bytes20(client)), sequence, Purpose.Withdraw);
        attestation.cash = int128(uint128(held - amount));
        attestation.actionHash = keccak256(abi.encode(client, amount));
        signatures = _signed(attestation);
    }

    function _withdraw(Attestation memory attestation, Signatures memory signatures) private {
        vm.prank(alice);
        escrow.withdraw(AMOUNT, attestation, signatures);
    }

    function _expectRefused(bytes memory refusal, Attestation memory attestation) private {
        _expectRefused(refusal, AMOUNT, attestation);
    }

    function _expectRefused(bytes memory refusal, uint64 amount, Attestation memory attestation) private {
        Signatures memory signatures = _signed(attestation);
        vm.prank(alice);
        vm.expectRevert(refusal);
        escrow.withdraw(amount, attestation, signatures);
    }

    function _assertRefused(bytes memory data, bytes4 expected, uint256 field) private {
        vm.prank(alice);
        (bool accepted, bytes memory answer) = address(escrow).call(data);
        assertTrue(!accepted, string.concat("field refused: ", vm.toString(field)));
        assertEq(bytes32(bytes4(answer)), bytes32(expected), string.concat("field ", vm.toString(field)));
    }

    /// @notice A client that is a contract, with money, a book and the call of an attested withdrawal.
    function _hostileClient()
        private
        returns (ContractClient client, bytes memory data, Attestation memory attestation)
    {
        client = new ContractClient();
        escrow.record(address(client), BOOK);
        _fund(address(client));
        Signatures memory signatures;
        (attestation, signatures) = _withdrawalOf(address(client), AMOUNT, 1);
        data = abi.encodeCall(AttestedEscrow.withdraw, (AMOUNT, attestation, signatures));
    }

    function _callBack(ContractClient client, bytes memory data) private {
        bytes memory payload = abi.encodeCall(ContractClient.execute, (address(escrow), data));
        cash.misbehave(HostileToken.Mode.CallBack, address(client), payload);
    }

    /// @notice The call with a field one higher; the amount and the selector come before the attestation.
    function _mutate(bytes memory data, uint256 field) private pure returns (bytes memory mutated) {
        mutated = bytes.concat(data);
        assembly ("memory-safe") {
            let place := add(add(mutated, 0x44), shl(5, field))
            mstore(place, add(mload(place), 1))
        }
    }

    function _plusOne(bytes memory words, uint256 field) private pure returns (bytes memory) {
        assembly ("memory-safe") {
            let place := add(add(words, 0x20), shl(5, field))
            mstore(place, add(mload(place), 1))
        }
        return words;
    }
}
