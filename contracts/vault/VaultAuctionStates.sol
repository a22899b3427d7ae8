// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarginVault} from "../interfaces/IMarginVault.sol";
import {AccountState, Attestation, Signatures} from "../interfaces/IMarginTypes.sol";
import {VaultInstantExits} from "./VaultInstantExits.sol";

/// @title What the auction may do to an account besides selling slices.
abstract contract VaultAuctionStates is VaultInstantExits {
    /// @inheritdoc IMarginVault
    function freeze(bytes32 account) external override onlyAuction {
        _requireActive(account);
        _accounts[account].state = AccountState.Auction;
    }

    /// @inheritdoc IMarginVault
    function markInsolvent(bytes32 account) external override onlyAuction returns (uint128 recalledCash) {
        _accounts[account].state = AccountState.Insolvent;
        return _recallExits(account);
    }

    /// @inheritdoc IMarginVault
    function markSolvent(bytes32 account) external override onlyAuction {
        _accounts[account].state = AccountState.Auction;
    }

    /// @inheritdoc IMarginVault
    function release(bytes32 account) external override onlyAuction {
        _accounts[account].state = AccountState.Active;
    }

    /// @inheritdoc IMarginVault
    function reserveShortfall(bytes32 account, uint128 amount) external override onlyAuction {
        _reserve(account, amount);
    }

    /// @inheritdoc IMarginVault
    function releaseShortfall(bytes32 account, uint128 amount) external override onlyAuction {
        _unreserve(account, amount);
    }

    /// @inheritdoc IMarginVault
    function liquidationEquity(
        Attestation calldata attestation,
        Signatures calldata signatures
    ) external view override returns (int128 equity) {
        return _requireLiquidate(attestation, signatures);
    }
}
