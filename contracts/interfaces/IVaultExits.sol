// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarginVaultBase} from "./IMarginVaultBase.sol";
import {Attestation, Signatures, WithdrawRequest} from "./IMarginTypes.sol";

/// @title The ways out of a vault beside the instant attested one.
interface IVaultExits is IMarginVaultBase {
    /// @notice Queues a payment on an attestation (W2); it draws on no limit. The only way out for collateral beside
    /// `withdrawFlat`, since the limit is in cash and cannot know what collateral is worth. Only the owner.
    function requestWithdraw(
        WithdrawRequest calldata request,
        Attestation calldata attestation,
        Signatures calldata signatures
    ) external returns (uint256 exitId);

    /// @notice Pays a queued exit whose delay has passed; anyone may call. Frozen with its account.
    /// @dev Warning: an exit left the account when it was queued. If the account becomes insolvent first, it is
    /// recalled.
    function finaliseWithdraw(uint256 exitId) external;

    /// @notice Returns a queued exit to its account: by the owner, or by anyone once its attestation is disproved.
    /// Collateral cannot return while the account is in auction.
    function cancelWithdraw(uint256 exitId) external;

    /// @notice Pays from an account without rows; it needs no attestation and no price (X4). Only the owner.
    function withdrawFlat(WithdrawRequest calldata request) external;
}
