// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BookHash} from "./BookHash.sol";
import {MoneyRange} from "./Kernel/Margin/MoneyRange.sol";
import {IMarginVault} from "./interfaces/IMarginVault.sol";
import {IMarginVaultBase} from "./interfaces/IMarginVaultBase.sol";
import {AccountState, MarginInput, MarketInput, Row} from "./interfaces/IMarginTypes.sol";

/// @title What the engine values an account of a vault from.
/// @notice Balances come from the vault's storage, so that no deposit of dust can make a proof stale; rows come with
/// the call and must have the stored hash.
library StoredBook {
    /// @notice The account as the vault holds it. The caller asks the registry for the snapshot.
    function inputOf(
        IMarginVault vault,
        bytes32 account,
        Row[] calldata rows,
        MarketInput calldata market
    ) internal view returns (MarginInput memory) {
        IMarginVaultBase.Account memory stored = vault.accountOf(account);
        if (stored.state == AccountState.None) revert IMarginVaultBase.AccountUnknown();
        requireRows(rows, stored.rowsHash);
        return MarginInput(market.observedAt, rows, vault.balancesOf(account), market.sections);
    }

    /// @notice Refuses rows that do not have this hash.
    function requireRows(Row[] calldata rows, bytes32 rowsHash) internal pure {
        bytes32 given = BookHash.rowsHash(rows);
        if (given != rowsHash) revert IMarginVaultBase.BookMismatch(given, rowsHash);
    }

    /// @notice Equity of an account: its value and its cash, brought into the range of money as the engine does.
    /// @param cash Of fewer than 255 bits.
    function equity(int128 markToMarket, int256 cash) internal pure returns (int128) {
        return int128(MoneyRange.clamp(markToMarket + cash));
    }
}
