// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarginVaultBase} from "./IMarginVaultBase.sol";
import {AccountChange, Attestation, Fill, MarketInput, Order, Row, Signatures} from "./IMarginTypes.sol";

/// @title What changes the rows of a vault's accounts.
interface IVaultTrading is IMarginVaultBase {
    /// @notice Clears a batch of fills between signed orders; every account passes its gate (B4).
    /// @param ownerSignatures One per order: ECDSA, or ERC-1271 of an owner that is a contract.
    /// @param changes One per account, with the book and cash after all fills.
    /// @param marketSections Every section of the attested round.
    function clear(
        Fill[] calldata fills,
        Order[] calldata orders,
        bytes[] calldata ownerSignatures,
        AccountChange[] calldata changes,
        bytes[] calldata marketSections
    ) external;

    /// @notice Converts all settled rows of an account to cash at once; anyone may call, in every state (S2). In a
    /// vault that is wound down all rows.
    function settle(bytes32 account, Row[] calldata rows) external;

    /// @notice Moves a fraction of rows, collateral and cash to a bidder, whose book afterwards passes a Trade gate
    /// with actionHash = keccak256(abi.encode(from, to, fraction)). Only the auction.
    function applySlice(
        SliceSale calldata sale,
        Row[] calldata fromRows,
        Row[] calldata toRows,
        Attestation calldata gate,
        Signatures calldata signatures
    ) external;

    /// @notice As `applySlice`, with the taker's margin recomputed instead of attested (W0). Only the auction.
    /// @param snapshot A round that an exit may use.
    /// @param tailHint As of `IMarginEngine.margin`.
    function applySliceProved(
        SliceSale calldata sale,
        Row[] calldata fromRows,
        Row[] calldata toRows,
        MarketInput calldata snapshot,
        int128 tailHint
    ) external;
}
