// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VerifierFixture} from "./support/VerifierFixture.sol";
import {BookHash} from "../../contracts/BookHash.sol";
import {MarginVerifier} from "../../contracts/MarginVerifier.sol";
import {Attestation, Row, Signatures} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Gas ceilings, each a little above what was measured, so that a costlier change shows.
contract VerifierGasTests is VerifierFixture {
    event Measured(string what, uint256 gasUsed);

    /// @notice Measured 19,986. `cool` makes the words cold and leaves the account warm: its first touch in a
    /// transaction costs 2,500 more. A transaction of the call alone would show its calldata's floor instead
    /// (EIP-7623).
    function test_Check_ThreeOfFiveFromCold_StaysUnder20500Gas() public {
        Attestation memory attestation = _attestation();
        Signatures memory signatures = _signed(attestation);
        bytes memory data = abi.encodeCall(MarginVerifier.check, (attestation, signatures));
        vm.cool(address(verifier));

        uint256 before = gasleft();
        (bool accepted, ) = address(verifier).staticcall(data);
        uint256 used = before - gasleft();

        emit Measured("check of 3 of 5, cold", used);
        assertTrue(accepted, "accepted");
        assertAtMost(used, 20_500, "gas of check");
    }

    /// @notice Measured 594.
    function test_RowsHash_TwentyRows_StaysUnder650Gas() public {
        uint256 used = this.rowsHashGas(new Row[](20));

        emit Measured("rowsHash of 20 rows", used);
        assertAtMost(used, 650, "gas of rowsHash");
    }

    function rowsHashGas(Row[] calldata rows) external view returns (uint256 used) {
        uint256 before = gasleft();
        bytes32 hash = BookHash.rowsHash(rows);
        used = before - gasleft();
        assertTrue(hash != 0, "hash");
    }
}
