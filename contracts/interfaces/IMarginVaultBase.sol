// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccountState, Purpose, Row} from "./IMarginTypes.sol";
import {IMarketRegistry} from "./IMarketRegistry.sol";
import {IModelRegistry} from "./IModelRegistry.sol";
import {ISelfProof} from "./ISelfProof.sol";

/// @title What a MarginVault stores, announces and refuses.
interface IMarginVaultBase {
    /// @notice An account; cash, sequence and state share one storage word.
    struct Account {
        int128 cash;
        uint64 sequence;
        /// Block of the last row change (B9).
        uint40 rowsBlock;
        uint8 rowsCount;
        AccountState state;
        bytes32 rowsHash;
        bytes32 collateralHash;
        /// Of the two above; stored so that an attested withdrawal reads one word instead of two.
        bytes32 bookHash;
        /// Cash in queued exits, already debited; it returns if the account becomes insolvent.
        uint128 queuedCash;
        /// Exits queued in an earlier era were recalled.
        uint64 exitEra;
    }

    /// @notice A payment that waits for its delay.
    struct PendingExit {
        bytes32 account;
        address recipient;
        uint8 asset;
        uint64 readyAt;
        uint128 amount;
        uint64 era;
        bytes32 digest;
    }

    /// @notice When an escape was asked for.
    struct ExitRequest {
        uint64 time;
        uint64 blockNumber;
    }

    /// @notice At what rows are settled when the vault is wound down.
    struct FinalPrice {
        /// 1e-8; zero while it is not fixed.
        int64 price;
        /// 1e-12.
        int64 fundingIndex;
    }

    /// @notice An entry of the asset table; asset 0 is the cash asset.
    struct Asset {
        bytes32 assetId;
        address token;
        uint8 decimals;
    }

    /// @notice Long and short quantity of an instrument over all accounts; equal until its rows are being settled.
    struct OpenInterest {
        uint128 long;
        uint128 short;
    }

    /// @notice A sale in an auction.
    struct SliceSale {
        bytes32 from;
        bytes32 to;
        /// Millionths.
        uint32 fraction;
        /// What `to` pays, micro-units; negative when it is paid for taking a deficit.
        int128 price;
    }

    /// @notice Emitted when an account is opened.
    event AccountOpened(bytes32 indexed account, address indexed owner);

    /// @notice Emitted on every change of cash except a withdrawal's, which `CashWithdrawn`, `Withdrawn` and
    /// `ExitQueued` tell.
    /// @param reason A member of `CashReason`.
    event CashChanged(bytes32 indexed account, int128 delta, int128 cash, uint8 reason);

    /// @notice Emitted on every change of a collateral balance, 1e-8 of the asset.
    event CollateralChanged(bytes32 indexed account, uint8 asset, int128 delta);

    /// @notice Emitted when rows change; a row with quantity 0 was removed.
    event BookChanged(bytes32 indexed account, uint64 sequence, bytes32 rowsHash, Row[] changed);

    /// @notice Emitted when an instant withdrawal is paid; the token's own event names the recipient.
    /// @param amount Raw units paid; less than was debited while a shortfall is reserved.
    /// @param digest The attestation's digest.
    event CashWithdrawn(bytes32 indexed account, uint128 amount, bytes32 digest);

    /// @notice Emitted when another withdrawal is paid.
    /// @param amount Raw units paid; less than was debited while a shortfall is reserved.
    /// @param mode A member of `ExitMode`.
    /// @param digest The attestation's digest; zero for an account without rows.
    event Withdrawn(
        bytes32 indexed account,
        address recipient,
        uint8 asset,
        uint128 amount,
        uint8 mode,
        bytes32 digest
    );

    /// @notice Emitted when an owner asks for the escape; it opens at `from` unless the sequencer fails before.
    event ExitRequested(bytes32 indexed account, uint64 from);

    /// @notice Emitted when the vault is wound down: it takes no model any more.
    event WindingDown(uint64 time);

    /// @notice Emitted when rows of an underlying get the price at which a vault that is wound down settles them.
    /// @param expiry Of rows that had expired before; zero for all others.
    event FinalPriceFixed(bytes32 indexed underlying, uint40 expiry, int64 price, int64 fundingIndex);

    /// @notice Emitted when an exit has to wait.
    event ExitQueued(uint256 indexed exitId, bytes32 indexed account, uint64 readyAt);

    /// @notice Emitted when a queued exit goes back to its account.
    event ExitCancelled(uint256 indexed exitId, bytes32 indexed account);

    /// @notice Emitted when every queued exit of an account is taken back because the account is insolvent.
    event ExitsRecalled(bytes32 indexed account, uint128 cash);

    /// @notice Emitted when a deficit is reserved; `total` is what the insurance did not cover.
    event ShortfallReserved(bytes32 indexed account, uint128 amount, uint128 total);

    /// @notice Emitted when a reserve turns out not to be needed; `total` is what remains uncovered.
    event ShortfallReleased(bytes32 indexed account, uint128 amount, uint128 total);

    /// @notice Emitted when the insurance grows.
    event InsuranceFunded(address indexed from, uint128 amount);

    /// @notice Emitted when an order nonce bound rises.
    event OrdersCancelled(bytes32 indexed account, uint64 minNonce);

    /// @notice Emitted when an asset joins the table.
    event AssetRegistered(uint8 indexed asset, bytes32 assetId, address token, uint8 decimals);

    /// @notice Emitted when an asset's deposit cap changes, raw units.
    event DepositCapSet(uint8 indexed asset, uint128 cap);

    /// @notice Emitted when the cap of an underlying's open interest changes, 1e-8 per instrument.
    event OpenInterestCapSet(bytes32 indexed underlying, uint128 cap);

    /// @notice Emitted when the vault changes to another margin model.
    event ModelAdopted(bytes32 indexed modelId);

    /// @notice Emitted when an action is paused.
    event Paused(uint8 action, uint64 until);

    /// @notice Thrown when the caller does not own the account.
    error NotOwner();

    /// @notice Thrown when no such account is open.
    error AccountUnknown();

    /// @notice Thrown when the account is open already.
    error AccountExists();

    /// @notice Thrown when the account's state does not allow the action.
    error AccountFrozen(AccountState state);

    /// @notice Thrown when the attestation is about another account.
    error AccountMismatch(bytes32 given, bytes32 expected);

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

    /// @notice Thrown when the attestation was made with another model than the vault's.
    error ModelMismatch(bytes32 given, bytes32 adopted);

    /// @notice Thrown when equity would be below the initial margin.
    error InitialMarginNotMet(int128 equity, uint128 required);

    /// @notice Thrown when equity would be below the maintenance margin after a reducing trade.
    error MaintenanceMarginNotMet(int128 equity, uint128 required);

    /// @notice Thrown when a reducing trade lowers the excess over the initial margin.
    error ExcessNotImproved(int128 before, int128 after_);

    /// @notice Thrown when cash would be negative after a withdrawal.
    error CashWouldBeNegative(int128 cash);

    /// @notice Thrown when rows change again before `nextBlock`.
    error BookChangedTooSoon(uint64 nextBlock);

    /// @notice Thrown when an account would hold more rows than the engine takes.
    error TooManyRows(uint256 count);

    /// @notice Thrown when a position's quantity would leave its range.
    error QuantityTooLarge(int256 quantity);

    /// @notice Thrown when the two orders of a fill are not a buy and a sell of one instrument.
    error NotZeroSum(bytes32 instrument);

    /// @notice Thrown when an instrument cannot be traded here: spot, coin-settled, expired or malformed.
    error InstrumentNotTradable(bytes32 instrument);

    /// @notice Thrown when a fill would raise an instrument's open interest above its cap.
    error OpenInterestCapExceeded(bytes32 instrument, uint128 total, uint128 cap);

    /// @notice Thrown when a fill names an account whose change is not in the batch.
    error AccountChangeMissing(bytes32 account);

    /// @notice Thrown when a batch would change an account that none of its fills names: no owner asked for that.
    error AccountWithoutFill(bytes32 account);

    /// @notice Thrown when a fill's price is too far from the mark.
    error PriceOutsideBand(int64 price, int64 mark);

    /// @notice Thrown when an order's deadline has passed.
    error OrderExpired(uint64 deadline);

    /// @notice Thrown when an order would be filled beyond its quantity.
    error OrderOverfilled(uint256 filled, uint64 maxQuantity);

    /// @notice Thrown when an order's nonce has been cancelled.
    error OrderNonceUsed(uint64 nonce, uint64 minNonce);

    /// @notice Thrown when an order names another operator than the caller.
    error OperatorMismatch(address operator);

    /// @notice Thrown when the owner did not sign the order at `index`.
    error OrderSignatureRejected(uint256 index);

    /// @notice Thrown when a fill names an order that the batch does not hold.
    error OrderMissing(uint256 index);

    /// @notice Thrown when a fill's price violates an order's limit.
    error LimitViolated(int64 price, int64 limitPrice);

    /// @notice Thrown when a fill's fee exceeds its share of the order's limit.
    error FeeAboveLimit(uint128 fee, uint128 maxFee);

    /// @notice Thrown when an amount that must be positive is zero.
    error AmountZero();

    /// @notice Thrown when the account holds less of the collateral asset than is asked for.
    error CollateralTooLow(uint128 held, uint128 asked);

    /// @notice Thrown when the asset is not in the table, or is the cash asset where collateral is meant.
    error AssetUnknown(uint8 asset);

    /// @notice Thrown when the asset cannot join the table.
    error AssetNotAcceptable(bytes32 assetId, address token);

    /// @notice Thrown when a deposit exceeds an asset's cap.
    error DepositCapExceeded(uint256 held, uint128 cap);

    /// @notice Thrown when an amount has no exact form in the token's base units.
    error NotRepresentable(uint256 amount);

    /// @notice Thrown when a token moved another amount than asked.
    error DeltaMismatch(uint256 expected, uint256 got);

    /// @notice Thrown when there is no such queued exit, or it was recalled.
    error ExitUnknown(uint256 exitId);

    /// @notice Thrown when an exit's delay has not passed.
    error ExitNotReady(uint64 readyAt);

    /// @notice Thrown when an exit's attestation has been disproved.
    error ExitDisputed(bytes32 digest);

    /// @notice Thrown when the owner has not asked for the escape, or has traded since.
    error ExitNotRequested();

    /// @notice Thrown when the escape is not open yet.
    error ExitDelay(uint64 from);

    /// @notice Thrown when the escape was not used in time: ask again.
    error ExitLapsed(uint64 since);

    /// @notice Thrown when an expired row has to be settled first.
    error NotSettled(bytes32 instrument);

    /// @notice Thrown when a vault cannot be wound down yet: rounds are registered, or could be until shortly.
    error MarketAlive(uint64 until);

    /// @notice Thrown when the vault has been wound down.
    error WoundDown(uint64 since);

    /// @notice Thrown when the account still holds rows.
    error NotFlat();

    /// @notice Thrown when an account has no deficit that can be realised: it holds rows, collateral or no debt.
    error NoBadDebt();

    /// @notice Thrown while an action is paused.
    error PausedUntil(uint64 until);

    /// @notice Thrown when the guardian's only pause before the next one of the timelock is used up.
    error PauseSpent(uint8 action);

    /// @notice Thrown when a pause is longer than the bound of H15.
    error PauseTooLong(uint64 given, uint64 max);

    /// @notice Thrown when there is no such action to pause.
    error ActionUnknown(uint8 action);

    /// @notice Thrown when the guardian tries to raise a cap, or someone without a role to set one.
    error OnlyDownward();

    /// @notice Thrown when no row of the account has expired.
    error NotExpired();

    /// @notice Thrown when an expired instrument has no settlement price and nothing else can be settled.
    error SettlementMissing(bytes32 instrument);

    /// @notice Thrown when someone other than the auction contract calls.
    error OnlyAuction(address caller);

    /// @notice Thrown when the vault and code that it runs were built with different arguments.
    error ConfigMismatch(bytes32 given, bytes32 expected);

    /// @notice Thrown when a constructor argument is outside its documented range.
    error LimitOutOfRange();

    /// @notice The registry whose rounds the vault uses.
    function market() external view returns (IMarketRegistry);

    /// @notice The registry that holds the adopted model.
    function models() external view returns (IModelRegistry);

    /// @notice Whose sessions the vault and its auction take.
    function selfProof() external view returns (ISelfProof);
}
