// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What an epoch's signers are bound to, in one word, most significant first:
/// uint96 bondedFloor | uint8 threshold | uint40 expiresAt | uint40 activeFrom.
type EpochTerms is bytes32;

using EpochTermsParts for EpochTerms global;

/// @title The parts of an epoch's terms.
library EpochTermsParts {
    /// @notice Packs them.
    function pack(
        uint96 bondedFloor_,
        uint8 threshold_,
        uint40 expiresAt_,
        uint40 activeFrom_
    ) internal pure returns (EpochTerms) {
        return
            EpochTerms.wrap(
                bytes32(
                    (uint256(bondedFloor_) << 88) |
                        (uint256(threshold_) << 80) |
                        (uint256(expiresAt_) << 40) |
                        activeFrom_
                )
            );
    }

    /// @notice The epoch's part of the outflow limit, micro-units.
    function bondedFloor(EpochTerms terms) internal pure returns (uint96) {
        return uint96(_word(terms) >> 88);
    }

    /// @notice k.
    function threshold(EpochTerms terms) internal pure returns (uint8) {
        return uint8(_word(terms) >> 80);
    }

    /// @notice Whether the time lies in the epoch.
    function contain(EpochTerms terms, uint256 time) internal pure returns (bool) {
        return time >= uint40(_word(terms)) && time < uint40(_word(terms) >> 40);
    }

    function _word(EpochTerms terms) private pure returns (uint256) {
        return uint256(EpochTerms.unwrap(terms));
    }
}
