// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountState} from "./IMarginTypes.sol";

/// @title Any contract that keeps margin accounts.
interface IMarginBook {
    /// @notice The account's present state.
    /// @return sequence Rises with every change that an attestation has to know of.
    /// @return bookHash keccak256(TAG_BOOK, this contract, account, rowsHash, collateralHash).
    /// @return cash Micro-units, may be negative.
    /// @return state_ None for an unknown account.
    function state(
        bytes32 account
    ) external view returns (uint64 sequence, bytes32 bookHash, int128 cash, AccountState state_);
}
