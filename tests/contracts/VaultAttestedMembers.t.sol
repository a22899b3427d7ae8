// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VaultFixture} from "./support/VaultFixture.sol";
import {ICommittee} from "../../contracts/interfaces/ICommittee.sol";
import {IMarginVault} from "../../contracts/interfaces/IMarginVault.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {IMarginVerifier} from "../../contracts/interfaces/IMarginVerifier.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {IVaultExits} from "../../contracts/interfaces/IVaultExits.sol";
import {Attestation, Signatures, WithdrawRequest} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Every member of a withdrawal's attestation changed alone by one: refused, each by its own error, in the
/// packed form and in the full one.
contract VaultAttestedMemberTests is VaultFixture {
    uint256 private constant MEMBERS = 25;
    bytes4 private constant UNSIGNED = ICommittee.SignerSetMismatch.selector;
    /// @dev A member that the packed form does not carry, or that the attesters are free to choose.
    bytes4 private constant NONE = 0;

    WithdrawRequest private _request;

    function setUp() public override {
        super.setUp();
        _deposit(aliceAccount, 500_000e6);
        _request = WithdrawRequest(aliceAccount, 0, 10_000e6, RECIPIENT);
    }

    /// @notice The attesters signed one thing, the call carries another. What it does not carry is written by the
    /// vault.
    function test_WithdrawAttested_EachCarriedMemberOtherThanSigned_IsRefused() public {
        bytes4[MEMBERS] memory errors = [
            NONE,
            NONE,
            IMarginVaultBase.SequenceMismatch.selector,
            NONE,
            NONE,
            IMarginVaultBase.CashBelowAttested.selector,
            NONE,
            IMarginVaultBase.ModelMismatch.selector,
            IMarginVaultBase.ModelMismatch.selector,
            IMarginVaultBase.ModelMismatch.selector,
            IMarketRegistry.NotLatestRound.selector,
            NONE,
            UNSIGNED, // totalsHash
            UNSIGNED, // equity
            UNSIGNED, // initialMargin
            UNSIGNED, // maintenanceMargin
            UNSIGNED, // valueAtRisk
            UNSIGNED, // expectedShortfall
            NONE,
            UNSIGNED, // bundleHash
            UNSIGNED, // validUntil
            IMarginVerifier.BlockOutOfRange.selector,
            NONE,
            ICommittee.EpochNotActive.selector,
            NONE
        ];
        Attestation memory signed = _withdrawal(_request);
        Signatures memory signatures = _signed(signed);
        for (uint256 member = 0; member < MEMBERS; ++member) {
            if (errors[member] == NONE) continue;
            _assertRefused(_instantCall(_request, _changed(signed, member), signatures), errors[member], member);
        }
    }

    /// @notice The attesters signed something else than the vault's own state, and the call carries what they signed.
    function test_WithdrawAttested_EachBoundMemberSignedOtherwise_IsRefused() public {
        bytes4[MEMBERS] memory errors = [
            UNSIGNED, // consumer
            UNSIGNED, // account
            IMarginVaultBase.SequenceMismatch.selector,
            UNSIGNED, // priorBookHash
            UNSIGNED, // bookHash
            IMarginVaultBase.CashBelowAttested.selector,
            UNSIGNED, // actionHash
            IMarginVaultBase.ModelMismatch.selector,
            IMarginVaultBase.ModelMismatch.selector,
            IMarginVaultBase.ModelMismatch.selector,
            IMarketRegistry.NotLatestRound.selector,
            UNSIGNED, // marketHash
            NONE,
            NONE,
            NONE,
            NONE,
            NONE,
            NONE,
            UNSIGNED, // priorExcess
            NONE,
            NONE,
            IMarginVerifier.BlockOutOfRange.selector,
            UNSIGNED, // blockHash
            ICommittee.EpochNotActive.selector,
            UNSIGNED // purpose
        ];
        for (uint256 member = 0; member < MEMBERS; ++member) {
            if (errors[member] == NONE) continue;
            Attestation memory changed = _changed(_withdrawal(_request), member);
            _assertRefused(_instantCall(_request, changed, _signed(changed)), errors[member], member);
        }
    }

    function test_RequestWithdraw_EachMemberOtherThanSigned_IsRefused() public {
        bytes4 rejected = ICommittee.SignatureRejected.selector;
        bytes4[MEMBERS] memory errors = [
            IMarginVerifier.WrongConsumer.selector,
            IMarginVaultBase.AccountMismatch.selector,
            IMarginVaultBase.SequenceMismatch.selector,
            IMarginVaultBase.BookMismatch.selector,
            IMarginVaultBase.BookMismatch.selector,
            IMarginVaultBase.CashBelowAttested.selector,
            IMarginVaultBase.ActionMismatch.selector,
            IMarginVaultBase.ModelMismatch.selector,
            IMarginVaultBase.ModelMismatch.selector,
            IMarginVaultBase.ModelMismatch.selector,
            IMarketRegistry.NotLatestRound.selector,
            IMarketRegistry.MarketHashMismatch.selector,
            rejected, // totalsHash
            rejected, // equity
            rejected, // initialMargin
            rejected, // maintenanceMargin
            rejected, // valueAtRisk
            rejected, // expectedShortfall
            rejected, // priorExcess
            rejected, // bundleHash
            rejected, // validUntil
            IMarginVerifier.BlockOutOfRange.selector,
            IMarginVerifier.BlockHashMismatch.selector,
            ICommittee.EpochNotActive.selector,
            IMarginVaultBase.WrongPurpose.selector
        ];
        Attestation memory signed = _withdrawal(_request);
        Signatures memory signatures = _signed(signed);
        for (uint256 member = 0; member < MEMBERS; ++member) {
            bytes memory data = abi.encodeCall(
                IVaultExits.requestWithdraw,
                (_request, _changed(signed, member), signatures)
            );
            _assertRefused(data, errors[member], member);
        }
    }

    /// @notice A flip of any one bit of the call, but of the epoch's terms, which only save gas.
    function testFuzz_WithdrawAttested_AnyBitFlipped_Refused(uint256 bit) public {
        Attestation memory attestation = _withdrawal(_request);
        bytes memory data = _instantCall(_request, attestation, _signed(attestation));
        bit %= 8 * data.length;
        uint256 termsStart = 4 + 11 * 32;
        vm.assume(bit / 8 < termsStart || bit / 8 >= termsStart + 32);
        data[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));

        vm.prank(alice);
        (bool success, ) = address(vault).call(data);

        assertTrue(!success, string.concat("bit refused: ", vm.toString(bit)));
    }

    function test_WithdrawAttested_WithTrailingCalldata_IsRefused() public {
        Attestation memory attestation = _withdrawal(_request);
        bytes memory data = _instantCall(_request, attestation, _signed(attestation));

        vm.prank(alice);
        (bool success, bytes memory answer) = address(vault).call(abi.encodePacked(data, uint8(0)));

        assertTrue(!success, "refused");
        assertEq(
            answer,
            abi.encodeWithSelector(ICommittee.CalldataNotCanonical.selector, data.length + 1, data.length),
            "error"
        );
    }

    /// @notice The first word of an account holds more than cash and sequence.
    function test_WithdrawAttested_LeavesTheRestOfTheAccountAsItWas() public {
        IMarginVaultBase.Account memory before = vault.accountOf(aliceAccount);
        Attestation memory attestation = _withdrawal(_request);
        bytes memory data = _instantCall(_request, attestation, _signed(attestation));

        vm.prank(alice);
        (bool success, ) = address(vault).call(data);

        assertTrue(success, "paid");
        (before.cash, before.sequence) = (490_000e6, before.sequence + 1);
        assertEq(abi.encode(vault.accountOf(aliceAccount)), abi.encode(before), "account");
    }

    function _assertRefused(bytes memory data, bytes4 reason, uint256 member) private {
        vm.prank(alice);
        (bool success, bytes memory answer) = address(vault).call(data);
        assertTrue(!success, string.concat("member refused: ", vm.toString(member)));
        assertEq(bytes32(bytes4(answer)), bytes32(reason), string.concat("member ", vm.toString(member)));
    }

    /// @notice A copy whose member, in signing order, is greater by one.
    function _changed(
        Attestation memory attestation,
        uint256 member
    ) private pure returns (Attestation memory changed) {
        changed = abi.decode(abi.encode(attestation), (Attestation));
        assembly ("memory-safe") {
            let place := add(changed, shl(5, member))
            mstore(place, add(mload(place), 1))
        }
    }
}
