// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarginVaultBase} from "./IMarginVaultBase.sol";
import {Attestation, MarketInput, Row, Signatures, WithdrawRequest} from "./IMarginTypes.sol";

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

    /// @notice Pays on the engine's own figures of the account after the payment, without attesters (W0): cash at once
    /// within the outflow limit, everything else as a queued exit. Only the owner.
    /// @param rows The account's, all of them.
    /// @param snapshot The latest round, or its predecessor in grace, as an attested exit may use.
    /// @param tailHint Value at risk after the payment, as of `IMarginEngine.margin`.
    /// @return exitId Zero if it was paid.
    function withdrawProved(
        WithdrawRequest calldata request,
        Row[] calldata rows,
        MarketInput calldata snapshot,
        int128 tailHint
    ) external returns (uint256 exitId);

    /// @notice As `withdrawProved`, on a finished session of `selfProof` about this very payment. The latest round has
    /// to be calm as well as the session's. Only the owner.
    function withdrawProvedSession(
        WithdrawRequest calldata request,
        bytes32 session
    ) external returns (uint256 exitId);
}
