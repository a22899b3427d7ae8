// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Position} from "./Position.sol";

/// @title What a slice costs and how large it may be.
library AuctionPrice {
    uint32 internal constant PPM = 1e6;

    /// @notice 1 + b, to which a slice may restore the account, in hundredths of the maintenance margin.
    int256 private constant RESTORED_PERCENT = 115;
    uint32 private constant DISCOUNT_START = 980_000;
    uint32 private constant DISCOUNT_KNEE = 700_000;
    uint64 private constant KNEE_AFTER = 15 minutes;
    uint64 private constant FREE_AFTER = 12 hours;
    uint64 private constant FULL_PREMIUM_AFTER = 60 minutes;

    /// @notice Whether an account with equity needs no slice: equity is 1.15 of the maintenance margin or more.
    function isRestored(int128 equity, uint128 maintenance) internal pure returns (bool) {
        return equity > 0 && int256(equity) * 100 >= RESTORED_PERCENT * int256(uint256(maintenance));
    }

    /// @notice The largest slice that does not more than restore the account, millionths (A6); zero if it is restored.
    function largestFraction(int128 equity, uint128 maintenance, uint32 discount_) internal pure returns (uint32) {
        if (equity <= 0) return PPM;
        // Both sides in hundred-millionths: ((1+b)MM - E) / ((1+b)MM - E(1-d)).
        int256 restored = RESTORED_PERCENT * int256(uint256(maintenance)) * int256(uint256(PPM));
        int256 missing = restored - int256(equity) * 100 * int256(uint256(PPM));
        int256 freed = restored - int256(equity) * 100 * int256(uint256(PPM - discount_));
        if (missing <= 0) return 0;
        // missing <= freed, since d >= 0: at most PPM.
        return uint32(uint256(Position.ceilDivide(missing * int256(uint256(PPM)), freed)));
    }

    /// @notice A5: 0.98 falls to 0.70 in 15 minutes, then to 0 at 12 hours.
    function discount(uint64 elapsed) internal pure returns (uint32) {
        if (elapsed >= FREE_AFTER) return 0;
        if (elapsed >= KNEE_AFTER) {
            return uint32((uint256(DISCOUNT_KNEE) * (FREE_AFTER - elapsed)) / (FREE_AFTER - KNEE_AFTER));
        }
        return DISCOUNT_START - uint32((uint256(DISCOUNT_START - DISCOUNT_KNEE) * elapsed) / KNEE_AFTER);
    }

    /// @notice A9: 0 rises to 1 in 60 minutes.
    function premium(uint64 elapsed) internal pure returns (uint32) {
        return elapsed >= FULL_PREMIUM_AFTER ? PPM : uint32((uint256(PPM) * elapsed) / FULL_PREMIUM_AFTER);
    }

    /// @notice floor(amount * fraction / 1e6).
    function part(int128 amount, uint32 fraction) internal pure returns (int128) {
        return int128(Position.floorDivide(int256(amount) * int256(uint256(fraction)), int256(uint256(PPM))));
    }
}
