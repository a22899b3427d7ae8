// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Attestation, MarketInput, Row, Signatures, Witness} from "./IMarginTypes.sol";

/// @notice Why an auction ended.
library CloseReason {
    uint8 internal constant LAPSED = 1;
    uint8 internal constant FLAT = 2;
    uint8 internal constant RECOVERED = 3;
}

/// @title Sale of an account's slices while its equity is below its maintenance margin.
/// @notice E is the debtor's equity and MM its maintenance margin. A slice of a solvent account costs f * E * d; the
/// taker of a slice of an insolvent one receives f * (-E + g * MM). Rule numbers are those of the protocol's auction
/// (A1 to A9).
interface ILiquidationAuction {
    /// @notice One account's auction; all but the reserve in one storage word. Times and rounds fit 40 bits until the
    /// year 36812.
    struct Auction {
        uint40 startedAt;
        uint40 openedRound;
        /// When the breach was last shown; the lease runs from here.
        uint40 provedAt;
        /// The latest round in which a breach was shown.
        uint40 provedRound;
        /// Zero while the account is solvent.
        uint40 insolventAt;
        /// What the vault keeps in reserve for the account's deficit, micro-units.
        uint128 reserved;
    }

    /// @notice A purchase.
    struct Bid {
        bytes32 account;
        /// The caller's account that takes the slice.
        bytes32 bidder;
        /// Millionths.
        uint32 fraction;
        /// The most the caller pays; negative is the least it wants to be paid.
        int128 maxPrice;
        Row[] accountRows;
        Row[] bidderRows;
    }

    /// @notice Emitted when an auction opens.
    event AuctionOpened(bytes32 indexed account, uint64 round, int128 equity, uint128 maintenance, bool attested);

    /// @notice Emitted when a breach is shown again.
    event AuctionProved(bytes32 indexed account, uint64 round, int128 equity, uint128 maintenance);

    /// @notice Emitted when a slice is sold.
    event BidAccepted(bytes32 indexed account, bytes32 indexed bidder, uint32 fraction, int128 paid);

    /// @notice Emitted when equity is not positive.
    event AuctionInsolvent(bytes32 indexed account, uint128 deficit);

    /// @notice Emitted when an insolvent account has equity again.
    event AuctionSolvent(bytes32 indexed account, int128 equity);

    /// @notice Emitted when an auction ends.
    event AuctionClosed(bytes32 indexed account, uint8 reason);

    /// @notice Thrown when equity is not below the maintenance margin, or, for a bid, not below 1.15 times it.
    error NotBelowMaintenance(int128 equity, uint128 lowerBound);

    /// @notice Thrown when the account is in auction already and its lease runs.
    error AuctionExists();

    /// @notice Thrown when the account is not in auction.
    error NoAuction();

    /// @notice Thrown when a bid uses the round in which the auction opened, or an earlier one (M8).
    error SameRound(uint64 round);

    /// @notice Thrown when the lease still runs.
    error LeaseLive(uint64 until);

    /// @notice Thrown when the lease has lapsed.
    error LeaseLapsed(uint64 since);

    /// @notice Thrown when a bid meets equity of the other sign than last proved: prove first.
    error EquityChangedSign(int128 equity);

    /// @notice Thrown when a slice is below 1 %, where rounding could leave a small leg behind.
    error FractionTooSmall(uint32 fraction);

    /// @notice Thrown when a slice is larger than restores the account (A6).
    error FractionTooLarge(uint32 given, uint32 max);

    /// @notice Thrown when the slice costs more than the bidder allows.
    error PriceAboveLimit(int128 price);

    /// @notice Thrown when the caller does not own the bidding account.
    error NotBidder();

    /// @notice Thrown when the bidder's account belongs to the debtor.
    error BidderIsOwner();

    /// @notice Thrown when the attestation is about another account.
    error AccountMismatch(bytes32 given, bytes32 expected);

    /// @notice Thrown when the model's breaches can be witnessed without attesters.
    error WitnessPathAvailable();

    /// @notice Opens an auction on a witness that equity is below maintenance (L0); anyone, without attesters.
    /// @dev Equity is exact, the maintenance margin a lower bound from the witness's scenarios. Negative equity needs
    /// no scenario: then a witness without an index, of any kind, suffices.
    /// @param rows The account's, all of them.
    /// @param market All sections of the latest round, at most `maxAge` old.
    /// @param witness Of a kind that the adopted model's measure allows.
    function open(bytes32 account, Row[] calldata rows, MarketInput calldata market, Witness calldata witness) external;

    /// @notice Shows the breach again by a witness: renews the lease, and moves the account between Auction and
    /// Insolvent as its equity asks. For an insolvent account positive equity suffices; its margin decides at the next
    /// proof.
    function prove(
        bytes32 account,
        Row[] calldata rows,
        MarketInput calldata market,
        Witness calldata witness
    ) external;

    /// @notice Buys a slice on a witness about the debtor now and an attestation of the bidder afterwards; renews the
    /// lease. The slice is measured by the witnessed margin, which is never more than the margin itself, so a better
    /// witness may buy more.
    function bid(
        Bid calldata bid_,
        MarketInput calldata market,
        Witness calldata witness,
        Attestation calldata bidderGate,
        Signatures calldata bidderSignatures
    ) external;

    /// @notice As `bid`, with the bidder's margin recomputed instead of attested (W0): a sale needs no attester.
    /// @param market The latest round, of an age that an exit may use, and calm.
    /// @param tailHint The bidder's value at risk afterwards, as of `IMarginEngine.margin`.
    function bidProved(
        Bid calldata bid_,
        MarketInput calldata market,
        Witness calldata witness,
        int128 tailHint
    ) external;

    /// @notice Ends an auction on a finished session of the vault's `selfProof` that asks for no payment and shows, in
    /// a round later than the last proof, that the account meets its maintenance margin. Anyone.
    function cancelByProof(bytes32 account, bytes32 session) external;

    /// @notice Opens an auction on an attestation that equity is below maintenance (L1). Refused for a model whose
    /// breaches can be witnessed.
    function openAttested(bytes32 account, Attestation calldata attestation, Signatures calldata signatures) external;

    /// @notice Shows the breach again: renews the lease, and moves the account between Auction and Insolvent as its
    /// equity asks. An insolvent account that meets its maintenance margin again is released.
    function proveAttested(bytes32 account, Attestation calldata attestation, Signatures calldata signatures) external;

    /// @notice Buys a slice on attestations of the debtor now and of the bidder afterwards; renews the lease.
    function bidAttested(
        Bid calldata bid,
        Attestation calldata liquidation,
        Signatures calldata liquidationSignatures,
        Attestation calldata bidderGate,
        Signatures calldata bidderSignatures
    ) external;

    /// @notice Ends an auction whose lease has lapsed while solvent, or whose account holds nothing left to sell.
    function close(bytes32 account) external;

    /// @notice The discount on positive equity and the premium on a deficit at a time from the auction's start on,
    /// millionths (A5, A9).
    function price(bytes32 account, uint64 time) external view returns (uint32 discount, uint32 premium);

    /// @notice The largest slice that does not more than restore the account, millionths (A6); zero if it is restored.
    /// @param discount Millionths of equity that the slice costs.
    function largestFraction(int128 equity, uint128 maintenance, uint32 discount) external pure returns (uint32);

    /// @notice The account's auction; all zero if there is none.
    function auctionOf(bytes32 account) external view returns (Auction memory);
}
