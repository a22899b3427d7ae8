// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {TokenUnits} from "../TokenUnits.sol";
import {CashReason} from "../interfaces/IMarginVault.sol";
import {AttestationGate} from "./AttestationGate.sol";

/// @title Deficits: reserved, covered by insurance, or shared by all exits.
/// @notice A deficit is first a shortfall, which free insurance then covers unit by unit, so one unit of backing is
/// used once. While a shortfall S is uncovered and the vault backs all credit with B, every exit in cash pays B / (B +
/// S) of its amount and the shortfall falls by the rest: the ratio, and so every later exit's, stays the same.
abstract contract Shortfall is AttestationGate {
    using SafeCast for uint256;

    function _addInsurance(uint256 amount) internal {
        if (amount == 0) return;
        _totals.insurance = (_totals.insurance + amount).toUint88();
        _cover();
    }

    function _reserve(bytes32 account, uint128 amount) internal {
        _exitTerms.shortfall = (uint256(_exitTerms.shortfall) + amount).toUint64();
        _cover();
        emit ShortfallReserved(account, amount, _exitTerms.shortfall);
    }

    /// @notice Undoes a reserve: what is no longer uncovered, since insurance or haircuts paid it, becomes insurance
    /// again.
    function _unreserve(bytes32 account, uint128 amount) internal {
        uint256 uncovered = amount < _exitTerms.shortfall ? amount : _exitTerms.shortfall;
        _exitTerms.shortfall = (_exitTerms.shortfall - uncovered).toUint64();
        _addInsurance(amount - uncovered);
        emit ShortfallReleased(account, amount, _exitTerms.shortfall);
    }

    /// @notice Takes every queued exit of an account back into it.
    function _recallExits(bytes32 account) internal returns (uint128 recalledCash) {
        Account storage debtor = _accounts[account];
        recalledCash = debtor.queuedCash;
        debtor.queuedCash = 0;
        ++debtor.exitEra;
        _changeCash(account, int256(uint256(recalledCash)), CashReason.EXIT_RECALLED);
        for (uint8 asset = 1; asset < _assets.length; ++asset) {
            uint128 queued = _queuedCollateral[account][asset];
            if (queued == 0) continue;
            _queuedCollateral[account][asset] = 0;
            _changeCollateral(account, asset, int256(uint256(queued)));
        }
        ++debtor.sequence;
        emit ExitsRecalled(account, recalledCash);
    }

    /// @notice What an exit of `amount` pays now; the shortfall falls by what it does not.
    function _haircut(uint128 amount) internal returns (uint128 paid) {
        uint256 shortfall = _exitTerms.shortfall;
        if (shortfall == 0) return amount;
        (IERC20 token, uint8 rawDecimals, uint8 tokenDecimals) = _token(CASH);
        uint256 held = TokenUnits.toRaw(token.balanceOf(address(this)), rawDecimals, tokenDecimals);
        uint256 backing = held > _totals.insurance ? held - _totals.insurance : 0;
        uint128 unit = TokenUnits.unit(rawDecimals, tokenDecimals);
        uint256 share = (amount * backing) / (backing + shortfall);
        paid = uint128(share - (share % unit));
        uint256 lost = amount - paid;
        _exitTerms.shortfall = lost < shortfall ? (shortfall - lost).toUint64() : 0;
    }

    function _cover() private {
        (uint88 insurance, uint64 shortfall) = (_totals.insurance, _exitTerms.shortfall);
        uint64 covered = insurance < shortfall ? uint64(insurance) : shortfall;
        if (covered == 0) return;
        _totals.insurance = insurance - covered;
        _exitTerms.shortfall = shortfall - covered;
    }
}
