// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "./Test.sol";
import {Signatures} from "../../../contracts/interfaces/IMarginTypes.sol";

/// @title Committees of known keys. Key i of a committee is its seed plus i.
abstract contract SignerFixture is Test {
    uint256 internal constant ATTESTER_SEED = 0xA77E57;
    uint256 internal constant PUBLISHER_SEED = 0x9B115;

    /// @notice The addresses of `count` keys from `seed` on.
    function _signerSet(uint256 seed, uint256 count) internal pure returns (address[] memory signers) {
        signers = new address[](count);
        for (uint256 i = 0; i < count; ++i) {
            signers[i] = vm.addr(seed + i);
        }
    }

    /// @notice Signatures over the digest by the keys whose bit is set, beside the whole set of `count` signers.
    function _sign(
        uint256 seed,
        uint256 count,
        uint256 bitmap,
        bytes32 digest
    ) internal pure returns (Signatures memory signatures) {
        uint256 used = 0;
        for (uint256 i = 0; i < count; ++i) {
            used += (bitmap >> i) & 1;
        }
        signatures.bitmap = bitmap;
        signatures.signers = _signerSet(seed, count);
        signatures.r = new bytes32[](used);
        signatures.vs = new bytes32[](used);
        used = 0;
        for (uint256 i = 0; i < count; ++i) {
            if ((bitmap >> i) & 1 == 0) continue;
            (signatures.r[used], signatures.vs[used]) = vm.signCompact(seed + i, digest);
            ++used;
        }
    }

    /// @notice For each signer in order: r and vs, or its address.
    function _quorum(Signatures memory signatures) internal pure returns (bytes32[] memory quorum) {
        quorum = new bytes32[](signatures.signers.length + signatures.r.length);
        (uint256 next, uint256 used) = (0, 0);
        for (uint256 i = 0; i < signatures.signers.length; ++i) {
            if ((signatures.bitmap >> i) & 1 == 0) {
                quorum[next++] = bytes32(uint256(uint160(signatures.signers[i])));
            } else {
                (quorum[next++], quorum[next++]) = (signatures.r[used], signatures.vs[used++]);
            }
        }
    }
}
