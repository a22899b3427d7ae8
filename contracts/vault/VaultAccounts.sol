// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {InstrumentId} from "../InstrumentId.sol";
import {TokenUnits} from "../TokenUnits.sol";
import {CashReason, IMarginVault, PausableAction} from "../interfaces/IMarginVault.sol";
import {AccountState, Balance} from "../interfaces/IMarginTypes.sol";
import {Shortfall} from "./Shortfall.sol";

/// @title Accounts, deposits and what governance sets.
abstract contract VaultAccounts is Shortfall, IMarginVault {
    using SafeERC20 for IERC20;

    uint32 internal constant MAX_PAUSE = 72 hours;

    constructor(Config memory config) {
        _appendAsset(config.cashAssetId, config.cashToken, config.cashCap);
        _adopt(config.modelId);
    }

    /// @inheritdoc IMarginVault
    function open(uint96 subaccount) external override returns (bytes32 account) {
        account = bytes32((uint256(uint160(msg.sender)) << 96) | subaccount);
        Account storage opened = _accounts[account];
        if (opened.state != AccountState.None) revert AccountExists();
        opened.state = AccountState.Active;
        opened.rowsHash = EMPTY_ROWS_HASH;
        opened.collateralHash = EMPTY_COLLATERAL_HASH;
        _rehash(account);
        emit AccountOpened(account, msg.sender);
    }

    /// @inheritdoc IMarginVault
    function deposit(bytes32 account, uint128 amount) external override nonReentrant {
        if (_accounts[account].state == AccountState.None) revert AccountUnknown();
        _changeCash(account, int256(uint256(amount)), CashReason.DEPOSIT);
        _pull(CASH, amount);
    }

    /// @inheritdoc IMarginVault
    function depositCollateral(bytes32 account, uint8 asset, uint128 amount) external override nonReentrant {
        _requireOwner(account);
        _requireActive(account);
        _requireCollateral(asset);
        _changeCollateral(account, asset, int256(uint256(amount)));
        ++_accounts[account].sequence;
        _pull(asset, amount);
    }

    /// @inheritdoc IMarginVault
    function registerAsset(
        bytes32 assetId,
        address token,
        uint128 cap
    ) external override onlyTimelock returns (uint8 asset) {
        asset = uint8(_assets.length);
        if (_assets.length == MAX_ASSETS) revert AssetNotAcceptable(assetId, token);
        for (uint256 i = 0; i < _assets.length; ++i) {
            bool known = _assets[i].assetId == assetId || _assets[i].token == token;
            if (known) revert AssetNotAcceptable(assetId, token);
        }
        _appendAsset(assetId, token, cap);

        _ascending.push(asset);
        for (uint256 i = _ascending.length - 1; i > 0 && _assets[_ascending[i - 1]].assetId > assetId; --i) {
            (_ascending[i - 1], _ascending[i]) = (asset, _ascending[i - 1]);
        }
    }

    /// @inheritdoc IMarginVault
    function setDepositCap(uint8 asset, uint128 cap) external override {
        if (asset >= _assets.length) revert AssetUnknown(asset);
        _requireMayCap(_depositCaps[asset], cap);
        _depositCaps[asset] = cap;
        emit DepositCapSet(asset, cap);
    }

    /// @inheritdoc IMarginVault
    function adoptModel(bytes32 modelId) external override onlyTimelock {
        _requireAlive();
        _adopt(modelId);
        _renewModel(modelId);
    }

    /// @inheritdoc IMarginVault
    function renewModel() external override {
        _renewModel(_adoptedModel);
    }

    /// @inheritdoc IMarginVault
    function setOpenInterestCap(bytes32 underlying, uint128 cap) external override {
        _requireMayCap(_openInterestCaps[underlying], cap);
        _openInterestCaps[underlying] = cap;
        emit OpenInterestCapSet(underlying, cap);
    }

    /// @inheritdoc IMarginVault
    function cancelOrders(bytes32 account, uint64 minNonce) external override {
        _requireOwner(account);
        if (minNonce <= _minNonces[account]) revert OrderNonceUsed(minNonce, _minNonces[account]);
        _minNonces[account] = minNonce;
        emit OrdersCancelled(account, minNonce);
    }

    /// @inheritdoc IMarginVault
    function fundInsurance(uint128 amount) external override nonReentrant {
        _addInsurance(amount);
        emit InsuranceFunded(msg.sender, amount);
        _pull(CASH, amount);
    }

    /// @inheritdoc IMarginVault
    function realiseBadDebt(bytes32 account) external override {
        Account storage debtor = _accounts[account];
        bool bad =
            debtor.state == AccountState.Active &&
                debtor.rowsCount == 0 &&
                debtor.collateralHash == EMPTY_COLLATERAL_HASH &&
                debtor.cash < 0;
        if (!bad) revert NoBadDebt();
        _recallExits(account);
        if (debtor.cash >= 0 || debtor.collateralHash != EMPTY_COLLATERAL_HASH) return;
        uint128 debt = uint128(-debtor.cash);
        _reserve(account, debt);
        _changeCash(account, int256(uint256(debt)), CashReason.BAD_DEBT);
    }

    /// @inheritdoc IMarginVault
    function pause(uint8 action, uint64 seconds_) external override {
        if (action > PausableAction.TRADES) revert ActionUnknown(action);
        if (seconds_ > MAX_PAUSE) revert PauseTooLong(seconds_, MAX_PAUSE);
        uint8 bit = uint8(1) << action;
        if (msg.sender == guardian) {
            if (_totals.spentPauses & bit != 0) revert PauseSpent(action);
            _totals.spentPauses |= bit;
        } else {
            if (msg.sender != timelock) revert OnlyTimelock(msg.sender);
            _totals.spentPauses &= ~bit;
        }
        uint32 until = uint32(block.timestamp + seconds_);
        if (action == PausableAction.WITHDRAWALS) _exitTerms.pausedUntil = until;
        else _totals.tradesPausedUntil = until;
        emit Paused(action, until);
    }

    function state(
        bytes32 account
    ) external view override returns (uint64 sequence, bytes32 bookHash, int128 cash, AccountState state_) {
        Account storage stored = _accounts[account];
        return (stored.sequence, stored.bookHash, stored.cash, stored.state);
    }

    /// @inheritdoc IMarginVault
    function accountOf(bytes32 account) external view override returns (Account memory) {
        return _accounts[account];
    }

    /// @inheritdoc IMarginVault
    function collateralOf(bytes32 account, uint8 asset) external view override returns (uint128) {
        return _collateral[account][asset];
    }

    /// @inheritdoc IMarginVault
    function balancesOf(bytes32 account) external view override returns (Balance[] memory) {
        return _balances(account);
    }

    /// @inheritdoc IMarginVault
    function assetOf(uint8 asset) external view override returns (Asset memory) {
        if (asset >= _assets.length) revert AssetUnknown(asset);
        return _assets[asset];
    }

    /// @inheritdoc IMarginVault
    function assetCount() external view override returns (uint256) {
        return _assets.length;
    }

    /// @inheritdoc IMarginVault
    function exitRequestOf(bytes32 account) external view override returns (ExitRequest memory) {
        return _exitRequests[account];
    }

    /// @inheritdoc IMarginVault
    function woundDownAt() external view override returns (uint64) {
        return _woundDownAt;
    }

    /// @inheritdoc IMarginVault
    function openInterestOf(bytes32 instrument) external view override returns (OpenInterest memory) {
        return _openInterest[instrument];
    }

    /// @inheritdoc IMarginVault
    function filledOf(bytes32 orderDigest_) external view override returns (uint256) {
        return _filled[orderDigest_];
    }

    /// @inheritdoc IMarginVault
    function adoptedModel() external view override returns (bytes32) {
        return _adoptedModel;
    }

    /// @inheritdoc IMarginVault
    function insuranceAndShortfall() external view override returns (uint128 insurance, uint128 shortfall) {
        return (_totals.insurance, _exitTerms.shortfall);
    }

    /// @notice Takes a deposit: exactly the amount must arrive, and the vault's holding must stay within the cap.
    function _pull(uint8 asset, uint128 amount) internal {
        if (amount == 0) revert AmountZero();
        (IERC20 token, uint8 rawDecimals, uint8 tokenDecimals) = _token(asset);
        uint256 expected = TokenUnits.toToken(amount, rawDecimals, tokenDecimals);
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), expected);
        uint256 held = token.balanceOf(address(this));
        if (held != before + expected) revert DeltaMismatch(expected, held - before);
        uint256 heldRaw = TokenUnits.toRaw(held, rawDecimals, tokenDecimals);
        if (heldRaw > _depositCaps[asset]) revert DepositCapExceeded(heldRaw, _depositCaps[asset]);
    }

    function _requireMayCap(uint128 cap, uint128 newCap) internal view {
        if (msg.sender == timelock) return;
        if (msg.sender != guardian || newCap >= cap) revert OnlyDownward();
    }

    function _appendAsset(bytes32 assetId, address token, uint128 cap) private returns (uint8 decimals) {
        if (!InstrumentId.isAscii(assetId, 6) || token.code.length == 0) revert AssetNotAcceptable(assetId, token);
        decimals = IERC20Metadata(token).decimals();
        if (decimals > TokenUnits.MAX_TOKEN_DECIMALS) revert AssetNotAcceptable(assetId, token);
        uint8 asset = uint8(_assets.length);
        _assets.push(Asset(assetId, token, decimals));
        _depositCaps[asset] = cap;
        emit AssetRegistered(asset, assetId, token, decimals);
        emit DepositCapSet(asset, cap);
    }
}
