// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VerifierFixture} from "./support/VerifierFixture.sol";
import {MarginVerifier} from "../../contracts/MarginVerifier.sol";
import {ICommittee} from "../../contracts/interfaces/ICommittee.sol";
import {IMarginVerifier} from "../../contracts/interfaces/IMarginVerifier.sol";
import {Attestation} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Every single-field mutation of a valid attestation is refused, each field by its own error.
contract AttestationMutationTests is VerifierFixture {
    uint256 private constant FIELDS = 25;

    /// @notice The error that refuses a change of one unit, by field in signing order.
    function _refusals() private pure returns (bytes4[FIELDS] memory errors) {
        for (uint256 field = 0; field < FIELDS; ++field) {
            errors[field] = ICommittee.SignatureRejected.selector;
        }
        errors[0] = IMarginVerifier.WrongConsumer.selector;
        errors[21] = IMarginVerifier.BlockHashMismatch.selector;
        errors[22] = IMarginVerifier.BlockHashMismatch.selector;
        errors[23] = ICommittee.EpochNotActive.selector;
    }

    function test_Check_EveryFieldChangedByOne_RefusedByItsError() public {
        vm.setBlockhash(BLOCK - 9, keccak256("block 99,991"));
        bytes memory data = _validCall();
        bytes4[FIELDS] memory errors = _refusals();
        for (uint256 field = 0; field < FIELDS; ++field) {
            bytes memory mutated = _mutate(data, field, _word(data, field) + 1);
            (bool accepted, bytes memory answer) = address(verifier).staticcall(mutated);
            assertTrue(!accepted, string.concat("field refused: ", vm.toString(field)));
            assertEq(bytes32(bytes4(answer)), bytes32(errors[field]), string.concat("field ", vm.toString(field)));
        }
    }

    /// @notice Any other word in any field, within its type or not.
    function testFuzz_Check_AnyFieldReplaced_Refused(uint256 field, uint256 word) public view {
        field %= FIELDS;
        bytes memory data = _validCall();
        vm.assume(word != _word(data, field));

        (bool accepted, ) = address(verifier).staticcall(_mutate(data, field, word));

        assertTrue(!accepted, string.concat("field refused: ", vm.toString(field)));
    }

    /// @notice A flip of any one bit of the whole call.
    function testFuzz_Check_AnyBitOfTheCallFlipped_Refused(uint256 bit) public view {
        bytes memory data = _validCall();
        bit %= 8 * data.length;
        data[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));

        (bool accepted, ) = address(verifier).staticcall(data);

        assertTrue(!accepted, string.concat("bit refused: ", vm.toString(bit)));
    }

    function test_Check_UnmutatedCall_Passes() public view {
        (bool accepted, ) = address(verifier).staticcall(_validCall());

        assertTrue(accepted, "accepted");
    }

    function _validCall() private view returns (bytes memory) {
        Attestation memory attestation = _attestation();
        return abi.encodeCall(MarginVerifier.check, (attestation, _signed(attestation)));
    }

    function _word(bytes memory data, uint256 field) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(data, 0x24), shl(5, field)))
        }
    }

    function _mutate(bytes memory data, uint256 field, uint256 word) private pure returns (bytes memory mutated) {
        mutated = bytes.concat(data);
        assembly ("memory-safe") {
            mstore(add(add(mutated, 0x24), shl(5, field)), word)
        }
    }
}
