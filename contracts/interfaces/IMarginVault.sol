// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGoverned} from "./IGoverned.sol";
import {IMarginBook} from "./IMarginBook.sol";
import {Attestation, Balance, CashExit, Order, Signatures} from "./IMarginTypes.sol";
import {IVaultExits} from "./IVaultExits.sol";
import {IVaultTrading} from "./IVaultTrading.sol";

/// @notice Why an account's cash changed.
library CashReason {
    uint8 internal constant DEPOSIT = 1;
    uint8 internal constant EXIT_CANCELLED = 2;
    uint8 internal constant CLEARED = 3;
    uint8 internal constant SETTLED = 4;
    uint8 internal constant SLICE = 5;
    uint8 internal constant EXIT_RECALLED = 6;
    uint8 internal constant BAD_DEBT = 7;
}

/// @notice By which way a withdrawal was paid; an instant one has its own event.
library ExitMode {
    uint8 internal constant QUEUED = 1;
    uint8 internal constant FLAT = 2;
    uint8 internal constant PROVED = 3;
    uint8 internal constant ESCAPED = 4;
}

/// @notice What the guardian can pause. Deposits, reducing trades, settlement and queued exits are never paused (H15).
library PausableAction {
    uint8 internal constant WITHDRAWALS = 0;
    uint8 internal constant TRADES = 1;
}

/// @title Margin accounts: cash, collateral and positions, and the gates through which they change.
/// @notice Every amount is in raw units: micro-units of cash, 1e-8 of a collateral asset. The owner's address is the
/// first 20 bytes of the account.
/// @dev Warning: only tokens whose transfers move exactly the stated amount and whose balances do not move by
/// themselves are accepted (`DeltaMismatch`); a rebasing token breaks the vault.
interface IMarginVault is IMarginBook, IVaultTrading, IVaultExits, IGoverned {
    /// @notice Opens the caller's account: the owner's address and the subaccount, 20 and 12 bytes.
    function open(uint96 subaccount) external returns (bytes32 account);

    /// @notice Credits cash, from anyone; the sequence does not change, so a stranger cannot invalidate an attestation.
    function deposit(bytes32 account, uint128 amount) external;

    /// @notice Credits collateral, from the owner; the sequence rises. Not while the account is in auction.
    function depositCollateral(bytes32 account, uint8 asset, uint128 amount) external;

    /// @notice Pays cash at once on an attestation of the book after the payment (W1). The exit is queued when the
    /// outflow limit is used up. Only the owner. At most 75,000 gas as a whole transaction, without the token's
    /// transfer.
    /// @dev Warning: the vault writes what it knows into the attestation itself (consumer, account, books, action,
    /// market, block hash, purpose, no prior excess), so signatures over anything else there are
    /// `SignerSetMismatch`. `requestWithdraw` with the same attestation says which member it is.
    /// @param quorum As of `IMarginVerifier.spendAttested`.
    function withdrawAttested(CashExit calldata exit, bytes32[] calldata quorum) external;

    /// @notice Cancels every order of the account with a nonce below `minNonce`. Only the owner.
    function cancelOrders(bytes32 account, uint64 minNonce) external;

    /// @notice Writes off the debt of an account that holds nothing else, against insurance and credit; anyone may
    /// call.
    function realiseBadDebt(bytes32 account) external;

    /// @notice Freezes an account for its auction. Only the auction.
    function freeze(bytes32 account) external;

    /// @notice Marks a frozen account insolvent and takes its queued exits back. Only the auction.
    /// @return recalledCash What came back in cash.
    function markInsolvent(bytes32 account) external returns (uint128 recalledCash);

    /// @notice Marks an insolvent account as one that only misses its margin. Only the auction.
    function markSolvent(bytes32 account) external;

    /// @notice Ends the freeze. Only the auction.
    function release(bytes32 account) external;

    /// @notice Covers a deficit from the insurance, the rest from all credit pro rata (A9). Only the auction.
    function reserveShortfall(bytes32 account, uint128 amount) external;

    /// @notice Undoes as much of a reserve. Only the auction.
    function releaseShortfall(bytes32 account, uint128 amount) external;

    /// @notice Adds to the insurance; what is reserved and uncovered is covered first. Anyone.
    function fundInsurance(uint128 amount) external;

    /// @notice Pauses an action for at most 72 h. The guardian once, then the timelock, whose pause gives the guardian
    /// another (H15).
    function pause(uint8 action, uint64 seconds_) external;

    /// @notice Appends an asset to the table; at most 8 with the cash asset. Only the timelock.
    function registerAsset(bytes32 assetId, address token, uint128 cap) external returns (uint8 asset);

    /// @notice Sets an asset's deposit cap: the timelock any, the guardian a lower one.
    function setDepositCap(uint8 asset, uint128 cap) external;

    /// @notice Sets the open interest that one instrument of an underlying may have: the timelock any, the guardian a
    /// lower one. Zero, the start, lists nothing.
    function setOpenInterestCap(bytes32 underlying, uint128 cap) external;

    /// @notice Changes to another active model. Only the timelock, and not once the vault is wound down.
    function adoptModel(bytes32 modelId) external;

    /// @notice Asks the registry whether the adopted model is active, as the first attested action of a day does, which
    /// then costs 9,100 gas more. Anyone.
    function renewModel() external;

    /// @notice The equity that a Liquidate attestation shows for the account as it stands: the attested one plus the
    /// cash that came since. Refuses an attestation that is not of the present sequence, book, model and latest round.
    function liquidationEquity(
        Attestation calldata attestation,
        Signatures calldata signatures
    ) external view returns (int128 equity);

    /// @notice The account as stored.
    function accountOf(bytes32 account) external view returns (Account memory);

    /// @notice A collateral balance, 1e-8 of the asset.
    function collateralOf(bytes32 account, uint8 asset) external view returns (uint128);

    /// @notice Every collateral balance that is not zero, ascending by asset: as a valuation takes them.
    function balancesOf(bytes32 account) external view returns (Balance[] memory);

    /// @notice The asset table.
    function assetOf(uint8 asset) external view returns (Asset memory);

    /// @notice The number of assets with the cash asset.
    function assetCount() external view returns (uint256);

    /// @notice A queued exit; account zero if there is none.
    function exitOf(uint256 exitId) external view returns (PendingExit memory);

    /// @notice When the account asked for its escape; zero if it did not.
    function exitRequestOf(bytes32 account) external view returns (ExitRequest memory);

    /// @notice When the vault was wound down; zero while it is alive.
    function woundDownAt() external view returns (uint64);

    /// @notice An instrument's open interest, 1e-8.
    function openInterestOf(bytes32 instrument) external view returns (OpenInterest memory);

    /// @notice How much of an order is filled, 1e-8, by its EIP-712 digest.
    function filledOf(bytes32 orderDigest) external view returns (uint256);

    /// @notice The EIP-712 digest that an order's owner signs.
    function orderDigest(Order calldata order) external view returns (bytes32);

    /// @notice The model whose attestations the vault takes.
    function adoptedModel() external view returns (bytes32);

    /// @notice Free insurance and the reserved shortfall that it did not cover, micro-units.
    function insuranceAndShortfall() external view returns (uint128 insurance, uint128 shortfall);
}
