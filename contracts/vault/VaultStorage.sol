// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {AttestationRules} from "../AttestationRules.sol";
import {BookHash} from "../BookHash.sol";
import {Governed} from "../Governed.sol";
import {StoredBook} from "../StoredBook.sol";
import {TokenUnits} from "../TokenUnits.sol";
import {IDisputes} from "../interfaces/IDisputes.sol";
import {IMarginVaultBase} from "../interfaces/IMarginVaultBase.sol";
import {AccountState, Balance, MarginTags, Row} from "../interfaces/IMarginTypes.sol";
import {IMarginVerifier} from "../interfaces/IMarginVerifier.sol";
import {IMarketRegistry} from "../interfaces/IMarketRegistry.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {ISelfProof} from "../interfaces/ISelfProof.sol";

/// @title The vault's storage and the changes that keep it consistent.
/// @notice Base of the vault and of the code that it runs in its own storage: every variable is declared here.
abstract contract VaultStorage is IMarginVaultBase, Governed, ReentrancyGuardTransient {
    /// @notice What a vault is built with.
    struct Config {
        address timelock;
        address guardian;
        IMarginVerifier verifier;
        IMarketRegistry market;
        IModelRegistry models;
        IDisputes disputes;
        address auction;
        ISelfProof selfProof;
        address cashToken;
        bytes32 cashAssetId;
        uint128 cashCap;
        bytes32 modelId;
        /// Furthest fill from the mark, millionths of the mark.
        uint32 priceBandPpm;
        /// Fee of each side of a fill, millionths of its priced amount; it goes to the insurance.
        uint32 clearingFeePpm;
        /// T_c, seconds.
        uint32 exitDelay;
        /// Blocks between two row changes of an account (B9), at least 1.
        uint8 minBookInterval;
    }

    /// @notice All that an attested withdrawal has to know about the vault, in one word.
    struct ExitTerms {
        /// Deficits that the insurance does not cover, micro-units.
        uint64 shortfall;
        uint32 pausedUntil;
        /// Until when the adopted model certainly stays active (IModelRegistry.activeUntil).
        uint32 modelActiveUntil;
        /// First half of the adopted model's identifier. The registry knows only models of the timelock, so 128 bits
        /// tell them apart.
        bytes16 modelPrefix;
    }

    /// @notice The other numbers of governance and insurance.
    struct Totals {
        /// Free insurance, micro-units.
        uint88 insurance;
        uint32 tradesPausedUntil;
        /// Bit a: the guardian has used its pause of action a.
        uint8 spentPauses;
    }

    uint8 internal constant CASH = 0;
    uint256 internal constant MAX_ASSETS = 8;
    uint32 internal constant PPM = 1e6;
    bytes32 internal constant EMPTY_ROWS_HASH = keccak256(abi.encode(MarginTags.ROWS, 0));
    bytes32 internal constant EMPTY_COLLATERAL_HASH = keccak256(abi.encode(MarginTags.COLLATERAL, 0));

    IMarginVerifier public immutable verifier;
    /// @inheritdoc IMarginVaultBase
    IMarketRegistry public immutable override market;
    /// @inheritdoc IMarginVaultBase
    IModelRegistry public immutable override models;
    /// @inheritdoc IMarginVaultBase
    ISelfProof public immutable override selfProof;
    IDisputes public immutable disputes;
    address public immutable auction;
    uint32 public immutable exitDelay;
    uint8 public immutable minBookInterval;
    address internal immutable _cashToken;
    uint8 internal immutable _cashDecimals;

    mapping(bytes32 account => Account) internal _accounts;
    mapping(bytes32 account => mapping(uint8 asset => uint128)) internal _collateral;
    mapping(bytes32 account => mapping(uint8 asset => uint128)) internal _queuedCollateral;
    mapping(uint256 exitId => PendingExit) internal _exits;
    mapping(bytes32 instrument => OpenInterest) internal _openInterest;
    mapping(bytes32 underlying => uint128) internal _openInterestCaps;
    mapping(bytes32 orderDigest => uint256) internal _filled;
    mapping(bytes32 account => uint64) internal _minNonces;
    mapping(uint8 asset => uint128) internal _depositCaps;
    ExitTerms internal _exitTerms;
    Totals internal _totals;
    bytes32 internal _adoptedModel;
    uint256 internal _lastExitId;
    Asset[] internal _assets;
    /// The collateral assets in the order of their identifiers.
    uint8[] internal _ascending;
    mapping(bytes32 account => ExitRequest) internal _exitRequests;
    /// When the vault was wound down; zero while it is alive.
    uint64 internal _woundDownAt;
    mapping(bytes32 underlyingAndExpiry => FinalPrice) internal _finalPrices;

    constructor(Config memory config) Governed(config.timelock, config.guardian) {
        if (config.exitDelay == 0 || config.minBookInterval == 0) revert LimitOutOfRange();
        if (config.auction == address(0) || address(config.disputes) == address(0)) revert RoleMissing();
        if (address(config.selfProof) == address(0)) revert RoleMissing();
        verifier = config.verifier;
        market = config.market;
        models = config.models;
        disputes = config.disputes;
        auction = config.auction;
        selfProof = config.selfProof;
        exitDelay = config.exitDelay;
        minBookInterval = config.minBookInterval;
        _cashToken = config.cashToken;
        _cashDecimals = IERC20Metadata(config.cashToken).decimals();
    }

    modifier onlyAuction() {
        if (msg.sender != auction) revert OnlyAuction(msg.sender);
        _;
    }

    function _changeCash(bytes32 account, int256 delta, uint8 reason) internal {
        Account storage changed = _accounts[account];
        int256 cash = changed.cash + delta;
        changed.cash = AttestationRules.toInt128(cash);
        emit CashChanged(account, AttestationRules.toInt128(delta), changed.cash, reason);
    }

    function _changeCollateral(bytes32 account, uint8 asset, int256 delta) internal {
        int256 held = int256(uint256(_collateral[account][asset]));
        if (held + delta < 0) revert CollateralTooLow(uint128(uint256(held)), uint128(uint256(-delta)));
        _collateral[account][asset] = uint128(AttestationRules.toInt128(held + delta));
        _accounts[account].collateralHash = _collateralHash(account);
        _rehash(account);
        emit CollateralChanged(account, asset, AttestationRules.toInt128(delta));
    }

    /// @notice Adds an account's change of one instrument to the long and short sums.
    function _moveOpenInterest(bytes32 instrument, int256 longDelta, int256 shortDelta) internal {
        if (longDelta == 0 && shortDelta == 0) return;
        OpenInterest memory interest = _openInterest[instrument];
        // Every account's part is in the sums, so they cannot fall below zero; 2^62 of 2^128 accounts cannot overflow
        // them.
        interest.long = uint128(uint256(int256(uint256(interest.long)) + longDelta));
        interest.short = uint128(uint256(int256(uint256(interest.short)) + shortDelta));
        _openInterest[instrument] = interest;
    }

    /// @notice Changes the model; zero takes none.
    function _adopt(bytes32 modelId) internal {
        _adoptedModel = modelId;
        (_exitTerms.modelPrefix, _exitTerms.modelActiveUntil) = (bytes16(modelId), 0);
        emit ModelAdopted(modelId);
    }

    function _requireAlive() internal view {
        if (_woundDownAt != 0) revert WoundDown(_woundDownAt);
    }

    function _requireOwner(bytes32 account) internal view {
        if (_ownerOf(account) != msg.sender) revert NotOwner();
    }

    function _requireActive(bytes32 account) internal view {
        AccountState state_ = _accounts[account].state;
        if (state_ == AccountState.None) revert AccountUnknown();
        if (state_ != AccountState.Active) revert AccountFrozen(state_);
    }

    /// @notice Refuses rows that are not the account's.
    function _requireRows(bytes32 account, Row[] calldata rows) internal view {
        StoredBook.requireRows(rows, _accounts[account].rowsHash);
    }

    function _requireCollateral(uint8 asset) internal view {
        if (asset == CASH || asset >= _assets.length) revert AssetUnknown(asset);
    }

    function _token(uint8 asset) internal view returns (IERC20 token, uint8 rawDecimals, uint8 tokenDecimals) {
        if (asset == CASH) return (IERC20(_cashToken), TokenUnits.MONEY_DECIMALS, _cashDecimals);
        Asset storage entry = _assets[asset];
        return (IERC20(entry.token), TokenUnits.QUANTITY_DECIMALS, entry.decimals);
    }

    /// @notice Renews the book hash after its rows or collateral changed.
    function _rehash(bytes32 account) internal {
        Account storage changed = _accounts[account];
        changed.bookHash = BookHash.bookHash(address(this), account, changed.rowsHash, changed.collateralHash);
    }

    function _collateralHash(bytes32 account) internal view returns (bytes32) {
        return BookHash.collateralHash(_balances(account));
    }

    /// @notice The balances that are not zero, ascending by asset.
    function _balances(bytes32 account) internal view returns (Balance[] memory balances) {
        uint256 length = _ascending.length;
        balances = new Balance[](length);
        uint256 count = 0;
        for (uint256 i = 0; i < length; ++i) {
            uint8 asset = _ascending[i];
            uint128 amount = _collateral[account][asset];
            if (amount != 0) balances[count++] = Balance(_assets[asset].assetId, amount);
        }
        // Shortens the array to what was written.
        assembly ("memory-safe") {
            mstore(balances, count)
        }
    }

    function _ownerOf(bytes32 account) internal pure returns (address) {
        return address(bytes20(account));
    }
}
