// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarginVaultBase} from "./IMarginVaultBase.sol";
import {Attestation, MarketInput, Row, Signatures, WithdrawRequest} from "./IMarginTypes.sol";

/// @title The ways out of a vault beside the instant attested one.
/// @notice In the order of what they lean on: attesters, the publishers, the reference feeds, nothing.
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

    /// @notice As `withdrawProved`, on the owner's newest session of `selfProof`, finished and about this very payment.
    /// The latest round has to be calm as well as the session's. Only the owner.
    function withdrawProvedSession(WithdrawRequest calldata request, bytes32 session) external returns (uint256 exitId);

    /// @notice Asks for the escape (W3), which opens a day later, counted from when the sequencer was last back, and
    /// stays open for a day. A trade afterwards voids it. Only the owner.
    function requestExit(bytes32 account) external;

    /// @notice Pays at once if the account meets the standard margin afterwards, which needs neither attesters nor
    /// publishers: options and spot held count as nothing, and collateral too; prices are the live reference feeds'. It
    /// draws on no limit, and works with a model that was retired. Only the owner.
    /// @dev Warning: funding counts up to the last round; what runs on after it has to fit into the margin that stays.
    /// @param rows The account's, all of them, none expired.
    function escape(WithdrawRequest calldata request, Row[] calldata rows) external;

    /// @notice Winds the vault down once no round was registered for thirty days: it gives up its model for good, so
    /// that nothing is traded, attested or proved any more, and stops withdrawals for 72 h, in which anyone settles
    /// every account's rows and realises debts. Flat accounts then leave, all in the same ratio. Anyone.
    /// @dev Warning: an account in debt that still holds collateral keeps both; no price says what would cover it.
    function windDown() external;
}
