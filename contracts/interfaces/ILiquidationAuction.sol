// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Attestation, Row, Signatures} from "./IMarginTypes.sol";

/// @title Sale of an account's slices while its equity is below its maintenance margin.
interface ILiquidationAuction {
    /// @notice Emitted when an auction opens.
    event AuctionOpened(
        bytes32 indexed account, uint64 round, int128 equity, uint128 maintenance, bool attested
    );

    /// @notice Emitted when a slice is sold.
    event BidAccepted(bytes32 indexed account, bytes32 indexed bidder, uint32 fraction, int128 paid);

    /// @notice Emitted when equity is not positive.
    event AuctionInsolvent(bytes32 indexed account, uint128 deficit);

    /// @notice Emitted when an auction ends.
    event AuctionClosed(bytes32 indexed account, uint8 reason);

    /// @notice Thrown when equity is not below the maintenance margin.
    error NotBelowMaintenance(int128 equity, uint128 lowerBound);

    /// @notice Thrown when the account is in auction already.
    error AuctionExists();

    /// @notice Thrown when the account is not in auction.
    error NoAuction();

    /// @notice Thrown when a bid uses the round in which the auction opened (M8).
    error SameRound(uint64 round);

    /// @notice Thrown when the lease still runs.
    error LeaseLive(uint64 until);

    /// @notice Thrown when the lease has lapsed.
    error LeaseLapsed();

    /// @notice Thrown when a slice is below 1 %.
    error FractionTooSmall(uint32 fraction);

    /// @notice Thrown when a slice is larger than restores the account (A6).
    error FractionTooLarge(uint32 given, uint32 max);

    /// @notice Thrown when the slice costs more than the bidder allows.
    error PriceAboveLimit(int128 price);

    /// @notice Thrown when the bidder's account belongs to the debtor.
    error BidderIsOwner();

    /// @notice Thrown when the bidder's account does not pass its own gate.
    error BidderUnderMargin();

    /// @notice Thrown when the model's breaches can be witnessed without attesters.
    error WitnessPathAvailable();

    /// @notice Opens an auction on an attestation that equity is below maintenance (L1).
    function openAttested(bytes32 account, Attestation calldata attestation, Signatures calldata signatures) external;

    /// @notice Buys a slice (millionths) on attestations of the debtor now and of the bidder afterwards.
    function bidAttested(
        bytes32 account,
        bytes32 bidder,
        uint32 fraction,
        int128 maxPrice,
        Row[] calldata accountRows,
        Row[] calldata bidderRows,
        Attestation calldata liquidation,
        Signatures calldata liquidationSignatures,
        Attestation calldata bidderGate,
        Signatures calldata bidderSignatures
    ) external;

    /// @notice Ends an auction whose lease has lapsed or whose account holds no rows.
    function close(bytes32 account) external;

    /// @notice The discount on positive equity and the premium on a deficit at a time, millionths (A5, A9).
    function price(bytes32 account, uint64 time) external view returns (uint32 discount, uint32 premium);
}
