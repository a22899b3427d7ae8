// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarginBook} from "./IMarginBook.sol";
import {
    AccountChange,
    AccountState,
    Attestation,
    Fill,
    Order,
    Purpose,
    Row,
    Signatures,
    WithdrawRequest
} from "./IMarginTypes.sol";

/// @title Margin accounts: cash, collateral and positions, and the gates through which they change.
/// @dev Warning: only tokens whose transfers move exactly the stated amount are accepted (`DeltaMismatch`).
interface IMarginVault is IMarginBook {
    /// @notice Emitted when an account is opened.
    event AccountOpened(bytes32 indexed account, address indexed owner);

    /// @notice Emitted on every change of cash.
    event CashChanged(bytes32 indexed account, int128 delta, int128 cash, uint8 reason);

    /// @notice Emitted on every change of a collateral balance.
    event CollateralChanged(bytes32 indexed account, uint8 asset, int128 delta);

    /// @notice Emitted when rows change; a row with quantity 0 was removed.
    event BookChanged(bytes32 indexed account, uint64 sequence, bytes32 rowsHash, Row[] changed);

    /// @notice Emitted when a withdrawal is paid.
    event Withdrawn(
        bytes32 indexed account, address recipient, uint8 asset, uint128 amount, uint8 mode, bytes32 digest
    );

    /// @notice Emitted when an exit has to wait.
    event ExitQueued(uint256 indexed exitId, bytes32 indexed account, uint64 readyAt);

    /// @notice Emitted when a deficit is reserved against all credit.
    event ShortfallReserved(bytes32 indexed account, uint128 amount, uint128 total);

    /// @notice Emitted when the guardian pauses an action.
    event Paused(uint8 action, uint64 until);

    /// @notice Thrown when the caller does not own the account.
    error NotOwner();

    /// @notice Thrown when no such account is open.
    error AccountUnknown();

    /// @notice Thrown when the account's state does not allow the action.
    error AccountFrozen(AccountState state);

    /// @notice Thrown when the attestation's sequence is not the account's.
    error SequenceMismatch(uint64 given, uint64 actual);

    /// @notice Thrown when a book hash is not the account's.
    error BookMismatch(bytes32 given, bytes32 actual);

    /// @notice Thrown when the account would hold less cash than attested.
    error CashBelowAttested(int128 actual, int128 attested);

    /// @notice Thrown when the attested action is another one.
    error ActionMismatch();

    /// @notice Thrown when the attestation is for another purpose.
    error WrongPurpose(Purpose purpose);

    /// @notice Thrown when equity would be below the initial margin.
    error InitialMarginNotMet(int128 equity, uint128 required);

    /// @notice Thrown when a reducing trade lowers the excess over the initial margin.
    error ExcessNotImproved(int128 before, int128 after_);

    /// @notice Thrown when cash would be negative after a withdrawal.
    error CashWouldBeNegative(int128 cash);

    /// @notice Thrown when rows change again before `nextBlock`.
    error BookChangedTooSoon(uint64 nextBlock);

    /// @notice Thrown when a batch creates or destroys quantity of an instrument.
    error NotZeroSum(bytes32 instrument);

    /// @notice Thrown when a fill's price is too far from the mark.
    error PriceOutsideBand(int64 price, int64 mark);

    /// @notice Thrown when an order's deadline has passed.
    error OrderExpired();

    /// @notice Thrown when an order would be filled beyond its quantity.
    error OrderOverfilled();

    /// @notice Thrown when an order's nonce has been cancelled.
    error OrderNonceUsed();

    /// @notice Thrown when a fill's price or fee violates an order.
    error LimitViolated();

    /// @notice Thrown when a deposit exceeds an asset's cap.
    error DepositCapExceeded();

    /// @notice Thrown when an amount has no exact form in the token's base units.
    error NotRepresentable(uint256 amount);

    /// @notice Thrown when a token moved another amount than asked.
    error DeltaMismatch(uint256 expected, uint256 got);

    /// @notice Thrown when an exit's delay has not passed.
    error ExitNotReady(uint64 readyAt);

    /// @notice Thrown when an exit's attestation has been disproved.
    error ExitDisputed(bytes32 digest);

    /// @notice Thrown when the account still holds rows.
    error NotFlat();

    /// @notice Thrown while an action is paused.
    error PausedUntil(uint64 until);

    /// @notice Thrown when the vault does not hold the tokens that an exit needs.
    error InsufficientLiquidity();

    /// @notice Thrown when an instrument has not expired.
    error NotExpired(bytes32 instrument);

    /// @notice Thrown when an expired instrument has no settlement price.
    error SettlementMissing(bytes32 instrument);

    /// @notice Thrown when someone other than the auction contract calls.
    error OnlyAuction(address caller);

    /// @notice Opens the caller's account: the owner's address and the subaccount, 20 and 12 bytes.
    function open(uint96 subaccount) external returns (bytes32 account);

    /// @notice Credits cash, from anyone; the sequence does not change.
    function deposit(bytes32 account, uint128 amount) external;

    /// @notice Credits collateral, from the owner; the sequence rises.
    function depositCollateral(bytes32 account, uint8 asset, uint128 amount) external;

    /// @notice Pays at once on an attestation of the book after the payment (W1); queued when the outflow limit is used up.
    function withdraw(
        WithdrawRequest calldata request,
        Attestation calldata attestation,
        Signatures calldata signatures
    ) external;

    /// @notice Queues a payment on an attestation (W2); it draws on no limit.
    function requestWithdraw(
        WithdrawRequest calldata request,
        Attestation calldata attestation,
        Signatures calldata signatures
    ) external returns (uint256 exitId);

    /// @notice Pays a queued exit whose delay has passed.
    function finaliseWithdraw(uint256 exitId) external;

    /// @notice Returns a queued exit to its account; only the owner.
    function cancelWithdraw(uint256 exitId) external;

    /// @notice Pays from an account without rows; it needs no attestation and no price (X4).
    function withdrawFlat(WithdrawRequest calldata request) external;

    /// @notice Clears a batch of fills between signed orders; every account passes its gate (B4).
    function clear(
        Fill[] calldata fills,
        Order[] calldata orders,
        bytes[] calldata ownerSignatures,
        AccountChange[] calldata changes,
        bytes[] calldata marketSections
    ) external;

    /// @notice Cancels every order of the account with a nonce below `minNonce`.
    function cancelOrders(bytes32 account, uint64 minNonce) external;

    /// @notice Converts all settled rows of an account to cash; anyone may call (S2).
    function settle(bytes32 account, Row[] calldata rows) external;

    /// @notice Moves a fraction (millionths) of rows, collateral and cash to a bidder. Only the auction.
    function applySlice(
        bytes32 from,
        bytes32 to,
        uint32 fraction,
        int128 price,
        Row[] calldata fromRows,
        Row[] calldata toRows
    ) external;

    /// @notice Freezes an account for its auction. Only the auction.
    function freeze(bytes32 account) external;

    /// @notice Ends the freeze. Only the auction.
    function release(bytes32 account) external;

    /// @notice Covers a deficit from the insurance, the rest from all credit pro rata (A9). Only the auction.
    function reserveShortfall(bytes32 account, uint128 amount) external;

    /// @notice Adds to the insurance.
    function fundInsurance(uint128 amount) external;

    /// @notice Pauses an action within the bounds of H15. Only the guardian.
    function pause(uint8 action, uint64 seconds_) external;
}
